package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// surnames are the common ones, of one character and of two.
const surnames = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰鄂索籍赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖丘覃岳代佟闫仝涂付劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許蘇盧葉鍾陸龔龍萬湯賴歐張"

var doubleSurnames = []string{"申屠", "万俟", "闻人", "赫连", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "轩辕", "钟离", "鲜于", "闾丘", "亓官", "南宫", "西门", "独孤", "呼延", "百里", "东郭", "第五", "左丘", "拓跋", "欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "长孙", "宇文", "司徒", "夏侯", "端木", "东方", "令狐", "歐陽"}

// personLead is what stands before a person's name.
var personLead = regexp.MustCompile(`(?:我叫|名字(?:是|叫)|本人(?:姓名)?|我是|鄙人|姓名|联系人|聯繫人|联络人|经办人|办事人|负责人|法定代表人|法人代表|法人|实际控制人|实控人|控股股东|股东|老板|发明人|专利权人|权利人|(?:^|[^客用])户名|收款人|电话找|请找|联系|聯繫|签字人|财务|会计|项目经理|总经理|董事长|厂长|社长|创始人|委托人|受托人|担保人|保证人|借款人|出质人|代理人|授权人|变更为|变更成|换成|改成)(?:姓名|名字)?(?:一栏)?(?:填的?)?(?:变更)?(?:是|为|叫|:|\s|，|、|\()*$`)

// sureLead is a lead after which a name is likely even where more text follows at once.
var sureLead = regexp.MustCompile(`(?:我叫|名字(?:是|叫)|姓名|联系人|聯繫人|联络人|经办人|法定代表人|法人代表|户名|收款人|电话找|负责人|发明人|实际控制人|实控人|签字人|法人|担保人|委托人)(?:姓名|名字)?(?:填的?)?(?:是|为|叫|:|\s|，|、|\()*$`)

// notNames are words that begin as names do.
var notNames = words(`代理 农民 临时 祖国 索引 利率 利息 利润 权利 充分 充足 广告 满足 师傅 空白 那么 那个 那些 查重 后来 后面 荆楚 红头 公司 公章 公证 公示 公开 付款 付费 付息 高新 高企 高校 高级 高端 高价 方便 方式 方案 方面 何时 何地 任何 任意 成立 成功 成本 成长 明年 明天 明确 明白 单位 单独 时间 时候 时限 文件 文化 文创 金融 金额 金银 安全 安排 安装 关于 关联 全部 全体 全国 全省 全称 和 都 都是 应该 应当 应收 连续 简单 简称 计划 计算 商标 商会 商量 路演 解除 解释 解决 强制 左右 温度 向 许可 许多 余额 石油 白酒 白名单 包括 包装 盖章 保险 保证 保护 原因 原来 原件 官方 台 都有 华中 康复 万元 项目 曲线 程序 常见 常用 花钱 车辆 房子 房产 银行 党员 管理 甘愿 符合 谈 游戏 易 位 景区 来 来自 来的 宁可 申请 申报 史 童 武器 齐全 牛 马上 钱 严格 江夏 黄冈 黄石 武汉 安陆 随州 钟祥 应城 通城 荆州 荆门 施 石首 郧 阳新 孔 云 毛利 田地 马 林业 水 农业 变更 章程 章 代表 谁 夏天 季度 古 米 叶 花 茶 汤 常年 时 习惯 冷链 沙 桑 木 古玩 池 房贷 万 鲁 单 车 官网 查 查询 查到 查封 计 计息 应 全 解 保 连 盖 符 游 阳 成 席 左 常 关 路 管 时 项 商 简 来 都 原 台 官 明 和 位 植 薄 连带 连锁`)

// nameEnders are characters that follow a name and are seldom part of one.
const nameEnders = "想要在的是有和与啊呀哦呢吧都已，。,.;；!！?？、:：()（）电手微邮请能可从来问做住也就今昨去说到被把给跟对我他她您你们以因将已会没不公身证号该这那其及或先女总经老工主董教博 \t\n\"“”'‘’【】[]<>《》/|"

// personTitle is what stands after a person's name.
var personTitles = []struct {
	title string
	not   string // characters that may not follow: 总 is a title in 张总, none in 总共
}{
	{"先生", "产效活成根"}, {"女士", ""}, {"小姐", ""}, {"总经理", ""}, {"副总", ""}, {"董事长", ""}, {"经理", ""}, {"老师", ""}, {"主任", ""}, {"工程师", ""}, {"厂长", ""}, {"社长", ""}, {"博士", "后"}, {"教授", ""}, {"师傅", ""}, {"局长", ""}, {"会计", "师事准科凭"}, {"总", "共部额之数体量值则计资收产理局公监的工队"}, {"董", "事"}, {"工", "作程业厂人商资艺具序会信行期地本种企法和队伍龄伤时"},
}

// personEnglish is a name after what introduces one in English.
var personEnglish = regexp.MustCompile(`(?:(?:[Mm]y name is|[Nn]ame is|[Nn]ame:|[Cc]ontact(?: person)?(?: is)?:?|[Ll]egal rep(?:resentative|\.)?(?: is)?:?|[Aa]sk for|[Cc]all|[Ss]peak to|Mr\.?|Mrs\.?|Ms\.?|Miss|Dr\.?|[Rr]egards,?|[Ss]igned,?)\s+([A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2})|(?:[Ii] am|[Ii]'m|[Tt]his is)\s+([A-Z][a-z]+(?:[ -][A-Z][a-z]+){1,2}))`)

// persons finds names of people by what stands before and after them.
func (r *Redactor) persons(flat []rune) []span {
	var out []span
	for i := range flat {
		if n := surnameAt(flat, i); n > 0 && unicode.Is(unicode.Han, flat[i]) {
			lead := string(flat[max(0, i-14):i])
			if l := r.nameAfter(flat, i, n, lead); l > 0 {
				out = append(out, span{i, i + l, SecretPerson})
			}
		}
	}
	for i := range flat {
		for _, t := range personTitles {
			if !hasAt(flat, i, t.title) {
				continue
			}
			after := i + len([]rune(t.title))
			if after < len(flat) && strings.ContainsRune(t.not, flat[after]) {
				continue
			}
			if from, ok := nameBefore(flat, i, t.title); ok {
				out = append(out, span{from, i, SecretPerson})
			}
			break
		}
	}
	text := string(flat)
	for _, m := range personEnglish.FindAllStringSubmatchIndex(text, -1) {
		g := 2
		if m[2] < 0 {
			g = 4
		}
		if name := text[m[g]:m[g+1]]; strings.HasSuffix(name, "Bank") || strings.HasSuffix(name, "Office") {
			continue
		}
		from := len([]rune(text[:m[g]]))
		out = append(out, span{from, from + len([]rune(text[m[g]:m[g+1]])), SecretPerson})
	}
	for _, m := range foreignName.FindAllStringSubmatchIndex(text, -1) {
		from := len([]rune(text[:m[2]]))
		out = append(out, span{from, from + len([]rune(text[m[2]:m[3]])), SecretPerson})
	}
	return out
}

// foreignName is a name in other letters, or one with a middle dot, after a lead.
var foreignName = regexp.MustCompile(`(?:我叫|我是|名字(?:是|叫)|姓名|联系人|法人|法定代表人)(?:是|为|叫|:|\s)*((?:[A-Z][a-z]+ ?){1,3}|\p{Han}{2,6}·\p{Han}{1,8})`)

func surnameAt(flat []rune, i int) int {
	for _, s := range doubleSurnames {
		if hasAt(flat, i, s) {
			return 2
		}
	}
	if strings.ContainsRune(surnames, flat[i]) {
		return 1
	}
	return 0
}

// nameAfter returns the length of a name at i after a lead, 0 if there is none.
func (r *Redactor) nameAfter(flat []rune, i, surname int, lead string) int {
	if !personLead.MatchString(lead) || r.placeAt(flat, i) > 0 {
		return 0
	}
	for _, w := range notNames {
		if len(w) > 3 && hasAt(flat, i, w) {
			return 0
		}
	}
	given := 0
	for given < 2 && i+surname+given < len(flat) {
		c := flat[i+surname+given]
		if !unicode.Is(unicode.Han, c) || strings.ContainsRune(nameEnders, c) {
			break
		}
		given++
	}
	if given == 0 {
		return 0
	}
	end := i + surname + given
	sure := sureLead.MatchString(lead)
	ended := end == len(flat) || strings.ContainsRune(nameEnders, flat[end])
	if !ended && !sure {
		return 0
	}
	if !sure && given == 1 && end < len(flat) && unicode.Is(unicode.Han, flat[end]) && !strings.ContainsRune("电手微邮，。", flat[end]) {
		return 0
	}
	return end - i
}

// nameBefore returns where a name begins that ends before a title at i.
func nameBefore(flat []rune, i int, title string) (int, bool) {
	// A short title follows the surname alone, or a whole name: 张总, 张伟总.
	for _, given := range []int{0, 1, 2} {
		for _, surname := range []int{2, 1} {
			from := i - given - surname
			if from < 0 || surnameAt(flat, from) != surname {
				continue
			}
			if given > 0 && !hanOnly(string(flat[from:i])) {
				continue
			}
			if given > 0 && len([]rune(title)) == 1 && from > 0 && unicode.Is(unicode.Han, flat[from-1]) && !strings.ContainsRune("找是叫问给跟和与让请的到", flat[from-1]) {
				continue
			}
			if given > 0 && strings.ContainsAny(string(flat[from+surname:i]), nameEnders) {
				continue
			}
			ended := i+len([]rune(title)) >= len(flat) || !unicode.Is(unicode.Han, flat[i+len([]rune(title))])
			if given == 0 && len([]rune(title)) == 1 && !ended && from > 0 && unicode.Is(unicode.Han, flat[from-1]) && !strings.ContainsRune("找是叫问给跟和与让请的联系谢到在们由归告", flat[from-1]) {
				continue
			}
			if slices.ContainsFunc(notNames, func(w string) bool { return len(w) > 3 && hasAt(flat, from, w) }) {
				continue
			}
			if given == 0 && plainBefore(flat, from, i) {
				continue
			}
			return from, true
		}
	}
	return 0, false
}

// plainBefore reports whether a single character before a title belongs to an
// ordinary word: 项目经理 has none, 单位会计 has 位.
func plainBefore(flat []rune, from, to int) bool {
	for _, w := range []string{"分工", "手工", "人工", "化工", "加工", "施工", "职工", "员工", "技工", "民工", "完工", "开工", "停工", "竣工"} {
		if to < len(flat) && string(flat[to-1:to+1]) == w {
			return true
		}
	}
	if flat[from] == '高' && to < len(flat) && flat[to] == '工' {
		return true // a senior engineer
	}
	if from == 0 {
		return false
	}
	pair := string(flat[from-1 : to])
	for _, w := range []string{"单位", "代表", "公司", "自己", "负责", "专业", "高级", "助理", "以前", "他们", "银行", "项目", "客户", "大堂", "产品", "风险", "部门", "总部", "财务", "全国", "国家", "中国", "时时", "文化", "平时", "成功", "前任", "责任", "担任", "现任", "历任", "主任", "基金", "资金", "奖金", "现金", "佣金", "由于", "关于", "对于", "至于", "属于", "等于", "大于", "小于", "高于", "低于", "鉴于", "基于", "用于", "双方", "对方", "甲方", "乙方", "各方", "多方", "老总", "地方", "厂方", "校方", "资方", "提高", "水平", "经常", "通常", "非常", "时常", "日常", "安全", "文明", "证明", "说明", "发明", "声明", "表明", "房产", "利润", "相应", "供应", "响应", "先后", "以后", "然后", "之后", "最后", "今后", "授权", "股权", "产权", "债权", "版权", "维权"} {
		if pair == w {
			return true
		}
	}
	return false
}
