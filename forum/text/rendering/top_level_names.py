"""Names that end a host, and the Chinese characters that one may hold. Pure; one list for links, and for what the word list leaves out."""

HAN = "\u3400-\u4dbf\u4e00-\u9fff"  # a range of a regular expression
GENERIC = frozenset(
    "com net org gov edu mil int info biz name mobi asia pro top xyz vip club shop site online wang ltd store tech cloud group link "
    "live wiki app dev city fun icu work ink red art".split()
)
# Those of countries that are met in Chinese texts; every name of two letters is a country's.
COUNTRIES = frozenset("cn hk tw mo me io tv cc co us uk jp kr sg".split())
CHINESE = tuple(
    "中国 中國 公司 网络 網絡 政务 公益 商城 网址 网店 网站 集团 我爱你 移动 手机 在线 中文网 中信 信息 机构 组织机构 企业 商标 游戏 娱乐 "
    "广东 佛山 香港 台湾 台灣 澳门 澳門 新加坡".split()
)
