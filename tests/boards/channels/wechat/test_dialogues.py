"""Sixty conversations as people write them, half of them untidy: what is said, and what is wanted at the end.

A line beginning with `>` is written by somebody; `>(照片)`, `>(位置 名称)`, `>(语音 听到的)`, `>(表情)`, `>(视频)`, `>(菜单 ask)`, `>(关注)` is what else
comes, and `(次日)` lets a day pass. `<` is part of what is said to the line before. The last line, `=`, is what is wanted, with what is
known of the question, or where the conversation stands.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest

from boards.channels.wechat.dialogue.reading import command_of, title_of
from boards.channels.wechat.dialogue.state import Heard, Option, State, Step, Want, loaded
from boards.channels.wechat.dialogue.steps import TABLE, Facts, refused
from boards.channels.wechat.dialogue.turns import turn
from boards.rules.text.suggest import Office, suggest
from forum.messages import M

NOON = datetime(2026, 9, 22, 4, 0, tzinfo=UTC)
OFFICES = (
    Office("zhujian", "清源市住房和城乡建设局", "住建局", "路灯、供水、排水、燃气、物业、房屋建设"),
    Office("jiaotong", "清源市交通运输局", "交通局", "公路、公交、出租车、客运"),
    Office("gongan", "清源市公安局", "公安局", "治安、户籍、交通管理、红绿灯"),
    Office("chengguan", "清源市综合行政执法局", "城管局", "市容、占道经营、违章建筑、噪声"),
    Office("jiaoyu", "清源市教育局", "教育局", "学校、入学、教师、培训机构"),
)
BOARDS = [Option(each.slug, each.short, (each.name,)) for each in OFFICES]
FACTS = Facts(BOARDS, lambda text: [found.slug for found in suggest("", text, OFFICES)], "清源市")

DIALOGUES = """
## 一步一步提完一个问题
>我要问政
<请写下您的问题
>三衢路和人民路路口的路灯坏了半个月，晚上很黑，请尽快修。
<归哪个部门管
<1 住建局
>1
<这是哪一种
>2
<事情在哪里
>三衢路人民路口
<有照片就发过来
>(照片)
<一共 1 张
>完成
<请核对
<部门：住建局
<类型：投诉
<照片：1 张
>1
= ask zhujian complaint 三衢路人民路口 1

## 没有照片没有地点
>问政
>请问孩子上小学要什么材料，外地户口能不能报名？
<归哪个部门管
>教育局
<事情在哪里
>跳过
<照片
>跳过
<类型：咨询
>发布
= ask jiaoyu consultation

## 从菜单开始
>(关注)
<清源市的网络问政
>(菜单 ask)
<请写下您的问题
>公交 3 路早高峰半小时才来一班，建议加车。
<1 交通局
>1
>没有
>没有
<类型：建议
>确认
= ask jiaotong suggestion

## 一开口就把事情说完
>我要投诉：小区楼下烧烤摊每天闹到凌晨两点，油烟和噪声太大了
<归哪个部门管
>城管局
<事情在哪里
>花园小区3号楼下
<照片
>(照片)
>(照片)
<一共 2 张
>好了
<类型：投诉
>好的
= ask chengguan complaint 花园小区3号楼下 2

## 不说要提问就写了一大段
>东门菜市场门口的下水道一直往外冒污水，都一个星期了没人管
<当作一个新问题记下了
<归哪个部门管
>0
<这是哪一种
>投诉
>东门菜市场
>没有照片
<由管理员来转
>发布
= ask ? complaint 东门菜市场

## 先发照片再说事
>(照片)
<一共 1 张
<请写下您的问题
>路面塌了一个大坑，电动车差点摔进去
<归哪个部门管
>交通
<这是哪一种
>2
>(位置 人民路12号)
<位置收到了
<有照片就发过来
>没了
<照片：1 张
>1
= ask jiaotong complaint 人民路12号 1

## 先发位置再说事
>(位置 东门桥)
<位置收到了
<请写下您的问题
>桥上的栏杆断了两根，请来看看
>0
>反映
>完成
<地点：东门桥
>提交
= ask ? complaint 东门桥

## 选部门的时候发了照片
>我要问政
>路灯不亮，请修一修，谢谢！！
<1 住建局
>(照片)
<一共 1 张
<归哪个部门管
>1
>3
>跳过
>完成
<类型：建议
<照片：1 张
>1
= ask zhujian suggestion 1

## 问类型的时候先发了位置
>我要提问
>学校门口红绿灯时间太短老人过不去
>公安局
<这是哪一种
>(位置 实验小学)
<位置收到了
<这是哪一种
>３
<有照片就发过来
>跳过
>1
= ask gongan suggestion 实验小学

## 用全角数字和句号
>我要问政。
<请写下您的问题
>路灯坏了请修理一下
>１
>２。
>跳过。
>跳过。
<请核对
>１。
= ask zhujian complaint

## 用中文数字
>提问
>路灯坏了，整条街都是黑的
>一
>二
>不知道
>没拍
>一个也行，发布
<补充到问题里了
>确定
= ask zhujian complaint

## 要补充的话后来才想起来
>我要问政
>楼上装修噪声很大，影响孩子学习
>城管
>投诉
>跳过
<照片
>对了，他们每天早上六点就开始敲墙，周末也敲
<补充到问题里了
>完成
<每天早上六点
>1
= ask chengguan complaint

## 写错了要改内容
>我要问政
>路灯怀了路灯怀了路灯怀了
>1
>2
>跳过
>跳过
<请核对
>2
<要改哪里
>改内容
<请重新写一遍
>三衢路路灯坏了，请修
<请核对
<部门：住建局
>1
= ask zhujian complaint

## 要改部门
>我要问政
>出租车司机绕路还骂人，我要投诉他
>住建局
>跳过
>跳过
<部门：住建局
<类型：投诉
>改部门
<归哪个部门管
>交通局
<部门：交通局
>1
= ask jiaotong complaint

## 要改类型和照片
>我要问政
>公园里的健身器材坏了两台
>0
>1
>跳过
>(照片)
>完成
<照片：1 张
>改类型
<这是哪一种
>建议
<类型：建议
>改照片
<有照片就发过来
>(照片)
>完成
<照片：1 张
>1
= ask ? suggestion 1

## 最后一步不要了
>我要问政
>门口的垃圾桶满了没人收
>城管局
>2
>跳过
>跳过
>3
<写的都删去了
= idle

## 中途取消
>我要问政
>门口的垃圾桶满了没人收
>算了
<没有发布
= idle

## 没有写就取消
>取消
<没有写到一半的问题
= idle

## 问部门的时候先说了类型
>我要问政
>桥头每天有人占道卖菜，车都过不去
>投诉
<归哪个部门管
>城管局
<事情在哪里
= place

## 停下一半第二天回来接着写
>我要问政
>公交站牌被风吹倒了，一直没人扶起来
<归哪个部门管
>(次日)
>你好
<上次写到一半的问题还在：“公交站牌被风吹倒了
<查进度
>继续
<归哪个部门管
>交通局
>2
>跳过
>跳过
>1
= ask jiaotong complaint

## 第二天回来直接答
>我要问政
>公交站牌被风吹倒了，一直没人扶起来
>1
<这是哪一种
>(次日)
>2
<事情在哪里
>火车站广场
>跳过
>1
= ask jiaotong complaint 火车站广场

## 第二天回来不要了
>我要问政
>公交站牌被风吹倒了，一直没人扶起来
>(次日)
>取消
<没有发布
= idle

## 第二天回来先查别的
>我要问政
>公交站牌被风吹倒了，一直没人扶起来
>(次日)
>查进度 12
<上次写到一半的问题还在
= progress 12

## 第二天回来又说要问政
>我要问政
>公交站牌被风吹倒了，一直没人扶起来
>(次日)
>我要问政
<写到一半的问题
>继续
<归哪个部门管
= board

## 查进度
>查进度 12
= progress 12

## 查进度不空格
>查进度12
= progress 12

## 查进度写成一句话
>查一下12号的进度
= progress 12

## 查进度再给编号
>查进度
<请回复问题的编号
>12
= progress 12

## 给的编号带别的字
>查进度
>第12号
= progress 12

## 只发一个数字
>12
= progress 12

## 编号前面有零和井号
>#0012
= progress 12

## 查进度忘了编号
>查进度
<我的问题
>我的问题
= mine

## 换个说法问自己的
>我上次提的问题怎么样了？
= mine

## 菜单查进度
>(菜单 progress)
<编号
>１２
= progress 12

## 写到一半去看进度再回来
>我要问政
>楼道里的灯坏了，物业不管
>查进度 7
<写到一半的问题还留着
>继续
<归哪个部门管
= board

## 写到一半去看我的问题，再答原来的
>我要问政
>楼道里的灯坏了，物业不管
<1 住建局
>我的问题
<还留着
>住建局
<这是哪一种
= kind

## 热点
>热点
= hot

## 记者追踪
>记者追踪
= reports

## 记者追踪带问号
>记者追踪？
= reports

## 移车还没有
>移车
<还没有在这里开通
<12123
= idle

## 挪车也是移车
>我要挪车！
<12123
= idle

## 学交规还没有
>(菜单 quiz)
<学交规还没有在这里开通
= idle

## 按部门看
>看部门
<1 住建局
>2
= browse jiaotong

## 按部门看写名字
>看部门
>教育局
= browse jiaoyu

## 看完一个接着看另一个
>部门
>1
>5
= browse jiaoyu

## 看部门的时候改主意提问
>看部门
>我要问政
<请写下您的问题
= text

## 绑定
>绑定
= code

## 绑定英文
>BIND
= code

## 追问
>追问12 还是没有修好，请再来看看
= follow_up 12

## 追问写得乱
>追问：12号，答复说修了，其实没有
= follow_up 12

## 你好
>你好
<可以这样写
= idle

## 在吗
>在吗？？
<可以这样写
= idle

## 谢谢
>谢谢你们
<不客气
= idle

## 看不懂的短话
>灯
<没看懂
= idle

## 表情
>[微笑]
<收不了
= idle

## 收不到的表情
>(表情)
<收不了
= idle

## 写到一半发了表情
>我要问政
>楼道里的灯坏了，物业不管
>(表情)
<收不了
<归哪个部门管
= board

## 视频
>(视频)
<收不了
= idle

## 语音提问
>(语音 人民路的路灯坏了好几天没人修)
<听到的是：“人民路的路灯
<归哪个部门管
>(语音 住建局)
<这是哪一种
>(语音 投诉)
<事情在哪里
>(语音 跳过)
>(语音 没有)
<请核对
>(语音 发布)
= ask zhujian complaint

## 听不清的语音
>我要问政
>(语音)
<听不清楚
<请写下您的问题
= text

## 太短的问题
>我要问政
>灯坏
<太短了
>路灯坏了好几天没有人修
<归哪个部门管
= board

## 部门写错了
>我要问政
>医院排队太久，建议多开窗口
>卫生局
<没有找到叫“卫生局”的部门
>不知道
<事情在哪里
= place

## 部门名字像好几个
>我要问政
>我要反映一个问题，涉及好几个单位
>清源市
<有几个部门都像
<1 住建局
>3
<这是哪一种
= kind

## 类型答非所问
>我要问政
>希望把路灯修好，晚上太黑了
>住建局
>就是路灯啊
<请回 1、2 或 3
>2吧
<事情在哪里
= place

## 数字超出了选项
>我要问政
>路灯坏了请修理一下
>9
<没有找到
>1
<这是哪一种
= kind

## 发了一堆空格和换行
>我要问政
>\u3000
<可以这样写
>路灯坏了\\n\\n两个路口都黑\\n请修
<归哪个部门管
= board
"""


def dialogues():
    for block in DIALOGUES.strip().split("\n## "):
        title, *lines = block.removeprefix("## ").splitlines()
        yield pytest.param([line for line in lines if line], id=title)


def heard_of(line, number):
    found = re.fullmatch(r"\((\S+?)(?: (.*))?\)", line)
    if not found:
        return Heard("text", line.replace("\\n", "\n"))
    what, rest = found[1], found[2] or ""
    return {
        "照片": Heard("picture", photo=f"photo{number}"),
        "位置": Heard("position", position="28.97030, 118.87430", address=rest),
        "语音": Heard("voice", rest),
        "表情": Heard("text", "[收到不支持的消息类型，暂无法显示]"),
        "视频": Heard("other"),
        "菜单": Heard("menu", key=rest),
        "关注": Heard("hello"),
    }[what]


def said(turned):
    return "\n".join(str(each) for each in turned.says)


@pytest.mark.parametrize("lines", list(dialogues()))
def test_a_dialogue(lines):
    state, at, last = State(), NOON, None
    for number, line in enumerate(lines):
        mark, rest = line[0], line[1:].strip(" ") if line[0] == "=" else line[1:]
        if line == ">(次日)":
            at += timedelta(hours=20)
        elif mark == ">":
            at += timedelta(minutes=1)
            last = turn(loaded(state.dumped()), heard_of(rest, number), FACTS, at)
            state = last.state
        elif mark == "<":
            assert rest in said(last), f"{rest} is not in: {said(last)}"
        else:
            assert stands(last) == rest
    assert lines[-1].startswith("=")


def stands(last):
    """What is wanted, with what is known; else the step."""
    question = last.state.question
    if last.want is Want.ASK:
        known = (question.board, question.kind, question.address, len(question.photos) or "")
        return " ".join(["ask", *(str(each) for each in known if each)])
    if last.want is Want.BOARD:
        return f"browse {last.about}"
    return f"{last.want.value} {last.about}".strip() if last.want else last.state.step.value


def test_there_are_sixty_and_half_of_them_are_untidy():
    assert len(list(dialogues())) >= 60


def test_every_step_has_its_row():
    assert set(TABLE) == set(Step)


@pytest.mark.parametrize("field", ["text", "title", "kind", "address", "position", "pictures", "board"])
def test_a_question_that_is_refused_keeps_the_rest(field):
    state = State()
    for line in ("我要问政", "路灯坏了请修理一下", "1", "2", "三衢路", "跳过"):
        state = turn(state, Heard("text", line), FACTS, NOON).state
    again = refused(state, field, M("不行。"), FACTS)
    assert str(again.says[0]) == "不行。" and again.state.question.board == "zhujian"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "\n",
        "0" * 400,
        "9" * 5000,
        "长" * 3000,
        "\x00",
        "{{ 7 * 7 }}",
        "<script>",
        "%(n)s",
        "查进度",
        "追问",
        "追问 x",
        "查进度 " + "9" * 99,
    ],
)
@pytest.mark.parametrize("before", [(), ("我要问政",), ("我要问政", "路灯坏了请修理一下"), ("看部门",), ("查进度",)])
def test_nothing_that_is_typed_breaks_it(before, typed):
    state = State()
    for line in (*before, typed):
        turned = turn(state, Heard("text", line), FACTS, NOON)
        state = loaded(turned.state.dumped())
    assert turned.says or turned.want


def test_a_title_is_the_first_sentence_and_never_too_long():
    assert title_of("三衢路路灯坏了。请修。", 30) == "三衢路路灯坏了"
    assert title_of("好。三衢路路灯坏了", 30) == "好。三衢路路灯坏了"
    assert len(title_of("长" * 400, 30)) == 30


def test_a_command_within_a_sentence_is_no_command():
    assert command_of("我想问一下热点小区的供暖怎么办") is None
