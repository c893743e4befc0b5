package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Endings of firms' names. After a sure ending any name is one; after another
// the name must also hold what firms do (生物, 茶叶).
var firmEndings = []struct {
	end  string
	sure bool
}{
	{"股份有限公司", true}, {"有限责任公司", true}, {"有限公司", true}, {"股份公司", true}, {"集团公司", true}, {"专业合作社联合社", true}, {"农民专业合作社", true},
	{"专业合作社", true}, {"种植合作社", true}, {"养殖合作社", true}, {"合作社", true}, {"家庭农场", true}, {"经营部", true}, {"商行", true}, {"工作室", true}, {"事务所", true}, {"合伙企业", true},
	{"个体工商户", true}, {"酒庄", true}, {"茶庄", true}, {"集团", true}, {"合伙企业(有限合伙)", true}, {"合伙企业(普通合伙)", true}, {"事务所(普通合伙)", true}, {"事务所(特殊普通合伙)", true}, {"诊所", true}, {"餐饮店", true}, {"餐馆", true}, {"专卖店", true}, {"作坊", true}, {"工坊", true}, {"公司", false}, {"研究院", false}, {"研究所", false}, {"厂", false}, {"农场", false}, {"门市部", true}, {"批发部", true},
}

// firmTrades are words for what a firm does or is; a name needs more than these.
var firmTrades = words(`科技 技术 生物 医药 农业 食品 机械 电子 信息 网络 软件 智能 智造 装备 设备 制造 新材料 材料 化工 环保 环境 能源 新能源 文化 传媒 教育 贸易 商贸 实业 工业 发展 投资 建设 工程 设计 服务 物流 汽车 零部件 光电 光学 激光 半导体 芯片 大数据 数据 茶叶 茶业 茶 种业 种子 种植 养殖 水产 蔬菜 水果 果业 果蔬 中药材 中药 药业 制药 医疗 器械 酒业 酒 粮油 粮食 油脂 纺织 服装 服饰 家具 建材 钢结构 电气 电器 自动化 机器人 航空 航天 船舶 模具 五金 塑料 塑胶 橡胶 包装 印刷 印务 管理 咨询 知识产权 代理 国际 控股 产业 生态 旅游 园林 检测 仪器 仪表 通信 电力 水务 消防 安防 动力 精密 重工 轻工 工艺 陶瓷 玻璃 金属 钢铁 铝业 木业 纸业 日化 化妆品 电池 储能 光伏 游戏 动漫 影视 广告 创意 家政 餐饮 酒店 畜牧 渔业 林业 花卉 苗木 蜂业 蜂蜜 菌业 香菇 小龙虾 莲藕 柑橘 供应链 电子商务 进出口 研发 创新 孵化 建筑 装饰 交通 运输 房地产 物业 人力资源 健康 养老 体育 机电 纺织 加工 动漫 餐饮 中医 绘画 美术 矿山 水稻 玉米 油菜 小麦 棉花 艾草 蕲艾 皮蛋 蛋品 蛋制品 汽配 配件 破碎机 镜头 电线 电缆 马达 电机 纸品 化工料 卖药 人才 出口 外贸 会计师 维权 传统 船舶配件 IT 电商 直播 快递`)

// firmPlain are words that tell that no name stands here: 科技型小微公司.
var firmPlain = words(`年 月 日 一 二 三 四 五 六 七 八 九 十 百 千 万 啥 啥样 种 类 规模 小规模 厂房 总部 再担 科担 小微 中小 初创 民营 国有 国企 上市 外资 合资 小型 中型 大型 微型 高新 专精特新 科技型 创新型 农业类 型 类 性 级 中介 关联 母 子 分 总 小 大 新 老 某 某某 家 个 各 该 两 几 多 些 这 那 哪 哪些 哪家 什么 别的 其他 其它 任何 一般 普通 整个 所有 全部 每家 同行 本地 外地 当地 正规 第三方 专业 农民 优质 龙头 示范 轻资产 目标 独立 自己 有限 责任 股份 农 村 镇 园区 省 市 区 县 X XX XXX x xx xxx A B C ABC 甲 乙 丙 ○○ 星级 国家级 省级 市级 联合 合作`)

// firmStops are words before a name that are no part of one. A soft stop may also
// stand within a name, so it only counts where a name is left behind it.
var (
	firmStops = words(`只认 认 押 抵押 总部 联合贷 成了 那种 那边 那块 有家 那个 替 出 立个 赶上 凑上 我们是 我们 我司 我是 我 咱们 咱 俺们 俺 你们 你 您 他们 他 她 它 这是 那是 就是 是 叫做 名叫 名为 叫 名称 全称 简称 公司名 企业名 单位 客户 供应商 朋友 老板 请问 一家 这家 那家 两家 几家 以及 还有 或者 或 如果 因为 所以 的 了 吗 呢 吧 着 过 得 地 在 跟 给 把 被 向 从 让 帮 找 问 去 来 由 想 要 能 不 没 也 都 就 还 但 已 将 会 该 专利 商标 著作权 软著 贷款 质押 注册 成立 收购 转让 出资 入股 许可 授权 使用 评估 去年 今年 现在 目前 银行 开 办 做 当 到 属于 作为 负责人 法人 股东 经营 签约 合同 发票 账户 地址 甲方 乙方 对方 收款 开户 登记 申请 提供 担任 供职 任职 就职 来自 代表 受 替 称 系 只要 只有 有没有 每个 多家 家 哪个 注销 买 卖 挂 靠 求 介绍 推荐 知道 听说 注册了 支持 帮助 加入 组建 参与 扶持 鼓励 允许 面向 针对 包括 我厂 我社 本 贵`)
	firmSofts = words(`和 与 及 为 有 用 以 对 于 同 可 上 下 中 后 前 等 之`)
)

// publicWords tell a public body or a financial institution, whose name is no secret.
var publicWords = words(`银行 农商行 信用社 保险 人寿 财险 人保 太保 平安 担保 证券 信托 交易所 交易中心 交易集团 小额贷款 小贷 金融租赁 融资租赁 资产管理 征信 监管 政府 管理局 知识产权局 事务中心 保护中心 服务中心 资产评估 工行 农行 中行 建行 交行 大学 学院 供销社`)

func words(list string) []string {
	w := strings.Fields(list)
	slices.SortStableFunc(w, func(a, b string) int { return len(b) - len(a) })
	return w
}

// mostFirmRunes bounds a name before its ending.
const mostFirmRunes = 24

// firms finds names of firms.
func (r *Redactor) firms(flat []rune) []span {
	var out []span
	last := 0 // the end of the last ending: no name reaches over one
	for i := 0; i < len(flat); i++ {
		for _, e := range firmEndings {
			if !hasAt(flat, i, e.end) {
				continue
			}
			end := i + len([]rune(e.end))
			from := i
			floor := max(last, i-mostFirmRunes)
			for from > floor && nameRune(flat[from-1]) {
				from--
			}
			if s, ok := r.nameIn(flat[from:i], e.end, e.sure); ok {
				from += s
				// The place is no secret, and tells what holds there.
				if l := r.placeAt(flat, from); from+l < i {
					from += l
				}
				out = append(out, span{from, end, SecretFirm})
			}
			i, last = end-1, end
			break
		}
	}
	return append(out, englishFirms(string(flat))...)
}

// firmEnglish is a name with an English ending, and what stands before it.
var firmEnglish = regexp.MustCompile(`(?i:(?:[a-z0-9][\w&'()-]*,? ){1,7}(?:co\.?,? ?ltd\b\.?|company,? limited|pte\.? ?ltd\b\.?|inc\b\.?|llc\b|ltd\b\.?|limited\b|corp\b\.?|corporation\b|gmbh\b|cooperative\b))|(?:[A-Z][\w&'()-]* ){1,6}(?:Factory|Group|Works|Studio|Farm)\b`)

// englishLeads are words before a name that are no part of one.
var englishLeads = words(`big small large foreign listed private local tech startup re shut guarantor any some we we're are is was i am i'm my our us the a an at from for this that these hi hello can could does do did will would has have had if when while and or by with to of in on company firm called named supplier customer partner limited how much may should whether what which who where why please dear owner owners`)

func englishFirms(text string) []span {
	var out []span
	for _, m := range firmEnglish.FindAllStringIndex(text, -1) {
		name := text[m[0]:m[1]]
		if strings.HasPrefix(text[m[1]:], " to ") || strings.HasPrefix(text[m[1]:], " partner") {
			continue
		}
		if l := strings.ToLower(name); strings.Contains(l, "bank") || strings.Contains(l, "insurance") || strings.Contains(l, "guarant") {
			continue
		}
		// The name begins after the last word that cannot be one of it.
		from := 0
		parts := strings.SplitAfter(name, " ")
		at := 0
		for i, w := range parts[:len(parts)-1] {
			at += len(w)
			bare := strings.ToLower(strings.Trim(w, " ,"))
			if slices.Contains(englishLeads, bare) && !(i > 0 && (bare == "and" || bare == "of") && from == 0) {
				from = at
			}
		}
		head := strings.Fields(name[from:])
		if len(head) < 2 || len(head) == 2 && strings.EqualFold(head[0], "co") || strings.HasPrefix(strings.ToLower(name[from:]), "co") && len(head) <= 2 {
			continue
		}
		start := len([]rune(text[:m[0]+from]))
		out = append(out, span{start, start + len([]rune(name[from:])), SecretFirm})
	}
	return out
}

// nameRune reports whether a character may stand in a firm's name.
func nameRune(c rune) bool {
	return unicode.Is(unicode.Han, c) || unicode.IsLetter(c) || unicode.IsDigit(c) || c == '(' || c == ')' || c == '·' || c == '&'
}

func hasAt(text []rune, at int, word string) bool {
	for _, c := range word {
		if at >= len(text) || text[at] != c {
			return false
		}
		at++
	}
	return true
}

// nameIn returns where in the words before an ending a firm's name begins.
func (r *Redactor) nameIn(before []rune, end string, sure bool) (int, bool) {
	text := string(before)
	for _, w := range publicWords {
		if strings.Contains(text+end, w) {
			return 0, false
		}
	}
	inside := r.inside(before)
	// From the right: the first stop before which no more of the name can stand.
	for i := len(before); i > 0; i-- {
		for _, stop := range firmStops {
			n := len([]rune(stop))
			if i-n >= 0 && hasAt(before, i-n, stop) && !slices.Contains(inside[i-n:i], true) {
				if left := r.own(before[i:]); left >= 2 && (sure || r.tradeIn(before[i:], end)) {
					return i, true
				} else if left == 0 || n > 1 || left < 2 && !sure {
					return 0, false
				}
			}
		}
		for _, soft := range firmSofts {
			if !inside[i-1] && hasAt(before, i-1, soft) && r.own(before[i:]) >= 2 && (sure || r.tradeIn(before[i:], end)) && r.own(before[:i-1]) > 0 {
				return i, true
			}
		}
	}
	return 0, r.own(before) >= 2 && (sure || r.tradeIn(before, end))
}

// inside marks the characters that belong to a word for a trade or a place, in
// which no other word is to be seen: there is no 能 in 智能.
func (r *Redactor) inside(name []rune) []bool {
	out := make([]bool, len(name))
	for i := 0; i < len(name); {
		l := r.placeAt(name, i)
		for _, w := range firmTrades {
			if k := len([]rune(w)); k > 1 && k > l && hasAt(name, i, w) {
				l = k
			}
		}
		for k := range l {
			out[i+k] = true
		}
		i += max(l, 1)
	}
	return out
}

// tradeIn reports whether words tell a trade, as names do, or, of a works, are
// long enough to be more than the name of a trade that the list lacks.
func (r *Redactor) tradeIn(name []rune, end string) bool {
	for i := range name {
		for _, w := range firmTrades {
			if (len(w) > 3 || i == len(name)-1) && hasAt(name, i, w) {
				return true
			}
		}
	}
	return end == "厂" && r.own(name) >= 4
}

// own counts the characters of a name that are neither place nor trade nor plain.
func (r *Redactor) own(name []rune) int {
	n := 0
	for i := 0; i < len(name); {
		if l := r.placeAt(name, i); l > 0 {
			i += l
			continue
		}
		l := 0
		for _, list := range [][]string{firmTrades, firmPlain} {
			for _, w := range list {
				if k := len([]rune(w)); k > l && hasAt(name, i, w) {
					l = k
				}
			}
		}
		if l > 0 {
			i += l
			continue
		}
		if nameRune(name[i]) && name[i] != '(' && name[i] != ')' {
			n++
		}
		i++
	}
	return n
}

// placeAt returns the length of the longest place name at i, 0 if none is there.
func (r *Redactor) placeAt(name []rune, i int) int {
	for l := min(8, len(name)-i); l >= 2; l-- {
		if r.places[string(name[i:i+l])] {
			if i+l < len(name) && strings.ContainsRune("省市区县镇", name[i+l]) {
				l++
			}
			return l
		}
	}
	return 0
}
