"""Sentences of a city's citizens and offices, put together from words; none is taken from anybody."""

import random
from itertools import product

PLACES = "路 街 巷 大道 小区 新村 花园 苑 村 桥头 广场 公园 菜场 小学 中学 幼儿园 医院 车站 码头 工业园".split()
FIRST = "清 衢 信 安 龙 柯 江 石 梁 府 东 西 南 北 新 荷 花 紫 白 云 金 银 兴 和 永 宁 长 乐 天 福 德 仁 文 武 松 竹 梅 桂 青 翠".split()
SECOND = "源 山 水 河 溪 岸 湖 港 坪 塘 坑 岭 坞 桥 门 井 台 园 林 泉 峰 湾 洲 沙 田 畈 墩 埠 阳 华 昌 盛 丰 泰".split()
THINGS = (
    "路灯 窨井盖 垃圾桶 下水道 电梯 消防通道 停车位 公交站牌 红绿灯 斑马线 人行道 护栏 健身器材 自来水 燃气管道 网络光缆 物业费 医保报销 "
    "养老金 居住证 学区划分 入学报名 公租房 拆迁补偿 工资拖欠 噪音 油烟 扬尘 污水 绿化带 行道树 流浪狗 共享单车 快递柜 充电桩 广告牌 违章建筑 "
    "占道经营 无证摊贩 网约车 公交线路 班车时刻 高铁站接驳 农田灌溉 河道清淤 山塘水库 宅基地审批 营业执照 社保转移 失业登记 生育津贴 疫苗接种 急诊排队"
).split()
STATES = (
    "坏了很久 一直没人管 又出了问题 时好时坏 已经三天没有恢复 越来越严重 影响出行 夜里特别明显 下雨天就积水 臭味很大 存在安全隐患 反映多次没有结果 "
    "刚修好又坏 收费不透明 手续太复杂 排队要半天 电话打不通 说法前后不一 附近老人小孩很不方便 周边住户意见很大"
).split()
ASKS = (
    "请问什么时候能修好 希望有关部门尽快处理 请给一个明确的说法 建议增加一处 能不能公布一下时间表 请现场看一看 想了解具体政策 希望重新规划 请说明收费依据 "
    "建议征求居民意见 请问需要带哪些材料 希望加强巡查 请督促施工单位 建议错峰安排"
).split()
REPLIES = (
    "我家也遇到一样的情况 同问 支持楼主 这个问题去年就提过 昨天路过看到有人在测量 听说下个月动工 顶一下让更多人看到 我打过热线也是这么答复的 "
    "希望这次能解决 我们小区也是 谢谢关注 已经好多了 昨天晚上又不行了 还是老样子 等一个结果 建议把照片发上来 说得对 补充一点"
).split()
OFFICE = (
    "经现场核实情况属实 已安排施工单位进场 计划于本月底前完成 已责成物业限期整改 请携带身份证和户口簿到窗口办理 根据现行规定暂不具备条件 已列入明年计划 "
    "后续将加强日常巡查 如有疑问可以拨打科室电话 感谢对我们工作的监督 我们会继续跟进 已联合街道开展整治 请提供具体门牌以便核查 设备已经更换完毕"
).split()


def sentences(count):
    """`count` sentences, of 8 to 40 characters, in which some thousand names of places occur."""
    choose = random.Random(14)
    places = [a + b + kind for a, b, kind in product(FIRST, SECOND, PLACES)]
    makers = (
        lambda: f"{choose.choice(places)}附近的{choose.choice(THINGS)}{choose.choice(STATES)}，{choose.choice(ASKS)}。",
        lambda: (
            f"{choose.choice(places)}{choose.randint(1, 300)}号门口，{choose.choice(THINGS)}{choose.choice(STATES)}。"
        ),
        lambda: f"{choose.choice(REPLIES)}，{choose.choice(THINGS)}{choose.choice(STATES)}。",
        lambda: f"{choose.choice(REPLIES)}，{choose.choice(REPLIES)}。",
        lambda: f"关于{choose.choice(THINGS)}，{choose.choice(OFFICE)}，{choose.choice(OFFICE)}。",
    )
    return [choose.choice(makers)() for _ in range(count)]


def titles(count):
    """`count` titles of questions, of 8 to 25 characters."""
    choose = random.Random(15)
    places = [a + b + kind for a, b, kind in product(FIRST, SECOND, PLACES)]
    return [f"{choose.choice(places)}{choose.choice(THINGS)}{choose.choice(STATES)}" for _ in range(count)]


def names(count):
    """`count` different names of netizens."""
    middle = "的 家 门前 路口 小 老 爱 看".split()
    for number in range(count):
        first, rest = number % len(FIRST), number // len(FIRST)
        second, rest = rest % len(SECOND), rest // len(SECOND)
        between, rest = rest % len(middle), rest // len(middle)
        yield f"{FIRST[first]}{SECOND[second]}{middle[between]}{FIRST[(first * 7 + second) % len(FIRST)]}{rest or ''}"
