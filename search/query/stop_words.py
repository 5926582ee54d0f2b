"""The words of a query that say little: those without meaning of their own, and those that most questions have. Pure."""

from collections.abc import Collection, Sequence

from search.query.terms import Groups, SearchTerm

# Words without meaning of their own (stop words); left out of a query that has other words.
COMMON = frozenset(
    "的 了 吗 呢 吧 啊 么 呀 和 与 及 或 在 是 有 为 被 把 对 就 都 也 还 很 要 能 会 到 从 向 给 让 请 请问 问 我 你 您 他 她 它 我们 "
    "这 那 这个 那个 什么 怎么 如何 为什么 一 个 一个 不 没 没有 可以 关于 反映 the a an of to in is and or for on".split()
)

# Words that most questions have, whatever they are about; left out when similar questions are searched for.
FORMAL = frozenset(
    "咨询 反映 投诉 请求 建议 希望 关于 问题 相关 有关 解决 部门 政府 呼吁 质疑 再次 情况 严重 尽快 尽早 何时 市民 "
    "没人 没人修 没人管 没人理 没人问 没人应 没人来 没人处理 人管 无人管 无人问津".split()
)


def informative(groups: Groups) -> Groups:
    """`groups` without the words of FORMAL, unless there is nothing else."""
    remaining = tuple(group for group in groups if len(group) > 1 or "".join(group[0].row.units) not in FORMAL)
    return remaining or groups


def without_common(
    groups: Sequence[Sequence[SearchTerm]], joined: Collection[SearchTerm]
) -> Sequence[Sequence[SearchTerm]]:
    """`groups` without the words of COMMON, unless there is nothing else; letters and digits of `joined` (A市, 3号线) stay."""
    remaining = [
        group for group in groups if len(group) > 1 or group[0] in joined or "".join(group[0].row.units) not in COMMON
    ]
    return remaining or groups
