package intents

import "zhirong/corpus"

// grammar holds the words that carry a sentence, by sense. Phrases are separated
// by spaces, a space within a phrase is written _, and (a|b) stands for either.
var grammar = map[sense][]string{
	sStop: {"。 ! ? ； ; … ． ！ ？"},
	sGap: {"， , ： : ( ) — ~ | / 但 但是 不过 可是 然而 而且 并且 另外 此外 然后 因为 由于 所以 虽然 尽管 以及还 but however although because so which",
		"while whereas then 同时 之后再 顺便 再就是 其中 其余"},
	sList: {"、 和 与 及 以及 跟 或 或者 或是 还是 加 外加 and & or nor plus also as_well_as"},
	sThin: {"正在 的 地 得 了 啊 呀 呢 吧 哦 哈 嘛 啦 咯 也 都 还 就 只 仅 共 一共 总共 合计 共计 金额 数额 款额 大概 大约 约 大致 差不多 基本上 基本 目前 现在 暂时 当前 如今 已 已经 均 各自 这 那 这个 那个 个 些 一些 一点 一家 一个 家 任何 啥 丁点 半点",
		"自己 自有 自主 授权 已授权 授权的 有效 已有效 国家级 国家 省级 省 市级 认定 资质 证书 证 称号 名单 资格 身份 级 倒 倒是 却 单单 光 仅仅 也就 就是说 确实 真 真的 其实 实际 实际上 其实也 全部 手里 手上 名下 公司里 下来 过 着 到 一直 从来 根本 完全 压根 并 又 再 才 刚 刚刚 正式 另 另外还 主要 属于",
		"a an the any some our my their its own granted valid registered of about approximately roughly around total currently now already just only also still both such officially certified status certificate certification certificates recognised recognized national provincial in_total altogether currently_own all more at_all yet single even really please",
		"一种 一类 占 占了 平米 平方米 平方 亩 平 普通 核心 相关 好几 多个 若干 很多 不少 许多 好多"},
	sHave: {"有 拥有 持有 具有 具备 手里有 手上有 手头有 拿到 拿到了 拿了 拿过 取得 取得了 获得 获得了 获 已获 现有 还有 也有 都有 只有 仅有 就有 才有 另有 共有几 一共有 总共有 有了 有着 带有 含有 拥有了 有那么 有好几 获评 获批 荣获 下来了 授了 授权了 攒了 申请到了 申请到 注册了",
		"have has having had own owns owning hold holds holding possess possesses got i've we've 've there_are there_is"},
	sBe: {"是 就是 也是 都是 算 算是 属于 作为 评为 被评为 认定为 被认定为 入选 评上 评上了 认定了 当选 成为 已是 本身是 评了 评的 评到 评级 评定为 定为 被评 评成",
		"am is are be being was were as_a as_an i_run we_run i'm we're it's 're became ranked rated graded classed"},
	sNot: {"没有 没 无 未 不是 并非 非 不属于 不算 没得 没啥 没什么 毫无 尚无 尚未 暂无 还没有 还没 并没有 并没 从没 从未 从来没有 从来没 没有过 没拿到 没评上 没评 没入 没认定 未获 未取得 未认定 没取得 没获得 不具备 不具有 不持有 没有任何 冇 木有 不在 没在 未入 也没有 也没 都没有 都没 又没有 又没 啥都没有 缺乏 不带 没拿 没有拿 没拿过 无任何 不存在 没注册 未注册 没申请过 没有申请中 没有申请中的 没有正在申请 没有在申请 也不是 又不是 并不是 都不是 没有注册 没有取得 没有获得 不含 没能",
		"no not without don't_have do_not_have doesn't_have does_not_have didn't_have haven't_got have_no has_no have_not hasn't_got haven't hasn't isn't aren't is_not are_not i'm_not we're_not am_not wasn't never none neither nor lack lacks lacking don't doesn't do_not does_not didn't did_not don't_own do_not_own doesn't_own don't_hold doesn't_hold zero cannot can't not_a not_an no_longer isn't_a yet_to"},
	sDouble: {"不是 并非 并不是 又不是 也不是 不能说 不可能 not it_is_not_that"},
	sWant: {"想 想要 打算 准备 计划 希望 希望能 想着 想法 拟 期望 盼 求 急着 有意 有意向 求购 求助",
		"want wants would_like i'd_like we'd_like i'd_like_to we'd_like_to 'd_like looking_for looking_to seeking seek plan plans planning wish hope hoping intend intends interested_in wanted want_to trying try apply_for applying_for"},
	sNeed: {"要 需 需要 缺 急需 急用 缺少 差 急要 正需要 need needs needing in_need_of"},
	sMust: {"必须 要求 应当 应该 必需 非得 一定要 只要 至少要有 要有 得有 需要有 须 须有 必须有 必须是 要是有 得是 须是 需是 要先 得先 先得 需先 才行 才能 要达到 达到 需达到 须达到 不低于的 至少得 要满 需满 须满 要具备 需具备 应具备 应有 应为 限于 仅限 只限 只有是 只能是",
		"must require requires required requirement requirements necessary mandatory have_to has_to should needed need_to_be needs_to_be have_to_be has_to_be must_be need_to_have"},
	sIf: {"怕 担心 害怕 就怕 万一 防止 避免 以免 要不然 一旦 如果 假如 假设 倘若 若是 要是 万一 假使 若 如若 设若 比方说我 的话 fear afraid worried in_case if once after when unless suppose supposing assuming what_if"},
	sSelf: {"我 我们 咱 咱们 俺 俺们 我司 我公司 我们公司 我们企业 我们厂 我厂 我家 我们家 我社 我们社 本公司 本企业 本厂 本人 我方 我自己 咱公司 咱们公司 我朋友 朋友 他 他们 她 她们 亲戚 我老公 我老婆 我爱人 我爸 我妈 我弟 我哥 我同学 客户 贵司 我这边 我们这边 我这 我们这 我店 我这里 我们这里 老板",
		"i'm we're i've we've i'd_like we'd_like i'd_like_to we'd_like_to i_run we_run i_own i we our my us me ours mine friend friend's he she they his her"},
	sYesNo: {"吗 嘛? 么 吗? 不? 没? ? ？ 吧?"},
	sAsk: {"什么 什么样 什么样的 怎样的 啥 啥样 什麽 甚么 多少 怎么 怎样 咋 如何 哪 哪些 哪个 哪里 哪儿 哪家 哪种 谁 为什么 为啥 多久 多长 多大 多高 几多 几时 啥时候 好多 能不能 可不可以 行不行 会不会 能否 可否 成不成 好不好 对不对 够不够 可不可 划不划算 值不值 有几 几件 几个 几项 几年 几种 几天 几家 几成 几级 干嘛 怎么样 怎么办 合不合适 难不难 来得及吗 怎么算 多不多 高不高 管不管 算不算数",
		"what how which when where who why whether can_i can_we could_i could_we can_you could_you can_a can_an can_the can_my can_our what's how's who's where's could may_i may_we should_i should_we will_i will_we would_i are_there is_there is_it is_a is_an is_the is_my is_our are_we am_i does did do_i do_we do_you do_they any_chance possible what_if how_much how_many how_long tell_me explain"},
	sWhether: {"有没有 有木有 是不是 是否 要不要 需不需要 用不用 有无 算不算 在不在 属不属于 是否有 是否是 是否为 是否需要 是否要 要不 需要不需要 能不能算 有还是没有 是还是不是 不管有没有 无论有没有 非要 是不是要 是不是需要 是不是得 是不是必须 是不是有 用不用有 需不需要有 要不要有 必须要",
		"do_you_have do_i_have do_we_have do_you_have_to_be do_i_have_to_be do_we_have_to_be does_it_have_to_be does_one_have_to_be have_to_be do_i_need do_we_need do_you_need does_it_need must_i must_we is_it_required must_it whether_or_not do_i_have_to do_we_have_to do_you_require do_you_accept do_you_offer do_they_require does_it_have_to does_it_require does_the_firm_need does_a_firm_need should_i_have"},
	sInquire: {"了解 知道 咨询 问 问问 问下 问一下 请教 请问 看看 看下 看一下 查 查查 查一下 学习 听听 打听 弄清 搞清 搞懂 弄明白 搞明白 明白 确认 介绍 比较 对比 know understand ask learn find_out check tell compare hear see"},
	sLoan: {"贷 借 贷款 借款 融资 代款 带款 贷款期限 借款期限 贷期 借期 授信期 loan_term 贷到 借到 贷个 借个 贷点 借点 贷出 贷笔 借笔 额度 授信 授信额度 贷款额度 贷款金额 借款金额 融资额 融资需求 资金需求 资金缺口 资金 周转 周转资金 流动资金 本金 筹 筹资 给我们批 给我批 批给我们 能批 批个 批我们 批到 下款 放款 申请额度 贷款需求 信用贷 信用贷款 抵押贷 抵押贷款 质押贷 质押贷款 质押融资 专利贷 知产贷 快贷 经营贷 经营贷款 科技贷 知识价值贷 商标贷 价值贷 园区贷 积分贷 贷款申请",
		"can_i_get can_we_get could_we_get could_i_get loan loans borrow borrowing borrowed lend financing finance funding credit credit_line line_of_credit facility fund raise raising capital principal"},
	sRevenue:  {"(年|年度|全年|)(营收|营业收入|销售额|销售收入|销售|流水|产值|总收入|收入|营业额|营业总收入|主营收入|销量额|开票|开票额|回款|进账|产值额|总产值|卖出|主营业务收入|开票收入) 卖了 做了_ revenue revenues turnover sales annual_sales yearly_sales income gross_income annual_revenue annual_turnover"},
	sAppraise: {"评估值 估值 评估价 评估价值 评估了 评估成 评估为 评估出 评估出来 评估下来 评估 评出 估了 估出 估到 估 估价 作价 评估过 评估报告 评估公司 评估机构 评估师 评值 评下来 评下来是 估下来 估出来 评估结果 内评 内评价值 评估总值 评了 appraised appraised_at appraised_value valued valued_at valuation appraisal appraiser"},
	sSpend: {"注册资本 注册资金 实缴 实缴资本 认缴 利润 净利润 利润额 毛利 净利 税 纳税 缴税 交税 税收 纳税额 缴纳 投入 投了 投资 投资额 研发投入 研发费用 研发支出 花 花了 花费 欠 欠款 负债 亏 亏了 亏损 亏损额 补贴 补助 奖励 奖金 奖补 贴息 费用 手续费 服务费 评估费 代理费 中介费 保费 担保费 利息 工资 租金 房租 罚款 赔 赔偿 赔付 理赔 合同 订单 合同额 订单额 买 买来 购买 花钱 卖 卖专利 转让 转让费 许可费 使用费 成交价 资产 总资产 净资产 固定资产 存款 库存 应收账款 应收 出资 现金 账上 押金 保证金 保额 保险金额 贴 返 补 出口额 外汇 房产值 厂房值 房子值 设备值 设备 年薪 出价 报价 标的 货款 成本 支出 开销 月供 年费 风险补偿 资金池 交 交了 收 收取 收费 包装费 好处费 返点 中介费 订金 定金 拆成 基金 首付 值 价值 觉得值 市值",
		"registered_capital profit profits tax taxes invest invested investment spend spent spending cost costs costing fee fees subsidy subsidies grant interest penalty fine salary rent premium assets debt debts deposit contract contracts order orders bought sold sell selling price deal expenses losses compensation insured pay paid worth"},
	sCap:     {"最高 上限 封顶 最高额度 最高可 最高可贷 最高能 最高额 限额 顶格 单户 每户 单笔 单户最高 上限是 最高为 最多可 最多可以 最多能 最多给 最多可贷 最多能贷 一般 通常 平均 可贷 可以贷 能贷到 最高多少 额度上限 额度最高 额度是 额度可达 可达 高达 maximum limit cap ceiling capped max maximum_of limits per_firm 最长 最长可 最长可贷 最长能贷 longest"},
	sPast:    {"贷了 借了 贷过 借过 贷着 借着 拿了贷款 已贷 已经贷 已贷款 已借 贷款余额 余额 欠银行 欠着 还欠 还有贷款 有贷款 有一笔 有笔贷款 现有贷款 存量贷款 存量 已有贷款 上一笔 上笔 之前贷 之前借 以前贷 原来贷 去年贷 已放款 批了 批下来 已批 放了 到手 贷下来 贷到了 借到了 拿到了贷款 获得贷款 获贷 已获贷 existing outstanding already_borrowed borrowed_before have_borrowed previous_loan current_loan existing_loan got_a_loan"},
	sMonthly: {"每月 月均 每个月 一个月 月 单月 月销售额 月流水 月收入 月营收 季度 每季度 每天 日均 半年 上半年 下半年 per_month monthly a_month per_day daily quarterly per_quarter"},
	sEarlier: {"前年 大前年 前几年 以前 之前 往年"},
	sOperate: {"成立 注册 创立 创办 开办 开业 经营 运营 营业 开了 办了 做了 干了 设立 建立 开 开公司 开厂 办厂 建厂 创业 办公司 成立了 注册了公司 注册公司 成立时间 注册时间 成立日期 经营年限 经营时间 成立年限 运作 存续 公司年龄 成立于 注册于 创办于 始建于 营业执照 工商注册 搞了 新成立 刚成立 成立以来 就有了 就在做了 就开始做 就开了 入行 从业",
		"founded established registered set_up incorporated started operating operation in_operation in_business business_for been_running been_around opened years_old year_old months_old month_old trading been_going formed since age old"},
	sLeft:      {"还有 还剩 剩 剩下 剩余 剩余有效期 有效期 保护期 到期 过期 届满 专利有效期 专利保护期 商标有效期 期满 寿命 还能用 保护期限 剩余保护期 剩余寿命 剩余年限 剩余期限 还可以用 有效期还有 期限还有 到期还有 left remaining remain remains expire expires expiring expiry of_life life"},
	sProfit:    {"盈利 赚钱 赢利 有利润 盈余 利润为正 盈了 赚了 挣钱 挣了 挣钱了 profitable profit profits in_profit made_money made_a_profit making_money in_the_black"},
	sLoss:      {"亏损 亏 亏了 亏钱 亏本 赔钱 赔本 不赚钱 没赚钱 没赚到钱 不盈利 没盈利 没有盈利 未盈利 没有利润 没利润 还没盈利 还未盈利 尚未盈利 没挣钱 没挣到钱 loss losses loss-making lost_money losing_money made_a_loss unprofitable in_the_red not_profitable not_yet_profitable no_profit"},
	sTerm:      {"期限 贷款期限 借款期限 贷期 还款期 还款期限 期 年期 还 还清 还款 分期 分 用 用款 周期 借期 时间 授信期 使用期 term loan_term repay over tenor repayment period maturity pay_back payback repaid"},
	sOtherTerm: {"社保 租期 租约 租 质保 合同期 工龄 从业经验 经验 学习 培训 宽限 宽限期 审批 办理 办下来 等 等了 每 每年 工作 服务 缓刑 连续 近 最近 过去 未来 前 后 内 以来 认定 有效 合作 研发了 研发 贴息 补贴 experience lease rent probation every each within past recent last wait"},
	sResearch:  {"研发 研发投入 研发费用 研发占比 研发经费 研发支出 研究开发 研发强度 研发费用占比 研发投入占比 r&d r_&_d r_and_d research research_and_development"},
	sAtLeast:   {"至少 起码 最少 不少于 不低于 不小于 至少有 最低 不下 不下于 大于等于 >= ≥ at_least no_less_than not_less_than a_minimum_of minimum_of no_fewer_than"},
	sAtMost:    {"最多 至多 顶多 不超过 不高于 不多于 不大于 最多是 没超过 未超过 不超 小于等于 <= ≤ at_most no_more_than not_more_than up_to not_over no_longer_than not_exceeding"},
	sOver:      {"超过 超 多于 大于 高于 不止 超出 多过 不只 早就超过 超过了 > more_than over above greater_than exceeding exceeds longer_than upwards_of in_excess_of beyond"},
	sUnder:     {"不到 不足 少于 低于 小于 不满 未满 没到 还不到 还没到 没满 还没满 还不满 未到 少过 不够 < less_than under below fewer_than not_quite shorter_than not_yet"},
	sNear:      {"快 快要 将近 接近 快到 快有 近 马上 即将满 快满 即将 眼看 几乎 nearly almost close_to approaching just_under nearing"},
	sIn:        {"在 位于 注册在 注册地 注册地址 注册地是 注册地在 地处 坐落 坐落在 落户 落户在 来自 设在 开在 办在 地址 地址是 地址在 所在地 所在地是 位置 总部在 坐标 人在 搬到 迁到 搬到了 迁到了 公司在 企业在 厂在 厂子在 工厂在 从 是在 就在 家在 是 in at from based based_in located located_in near"},
	sGo:        {"去 到 来 往 赴 前往 跑到 跑去 上 过去 跑 卖到 卖给 销往 发往 出差 寄到 送到 客户在 供应商在 市场在 to go_to going_to visit travel_to"},
	sLike:      {"像 类似 参考 借鉴 学 学习 比如 例如 譬如 不像 比 相比 如 仿照 参照 听说 据说 看到 看新闻 like such_as compared_to similar_to as_in e.g."},
	sModel:     {"模式 经验 做法 案例 那样 那种 样本 方案 那边的模式 的做法 的模式 的经验 的案例 怎么做的 是怎么做 model experience case example"},
	sFirm:      {"公司 企业 厂 工厂 厂子 合作社 协会 农场 个体户 店 商家 单位 科技公司 小微 小微企业 中小企业 有限公司 老板 企业主 项目 company firm business enterprise factory startup start-up shop"},
	sPending:   {"没有申请中 没有申请中的 没有正在申请 没有在申请 申请中 申请中的 在申请 正在申请 正申请 还在申请 在审 在审的 实审 在实审 进入实审 正在实审 实审中 实质审查 审查中 在审查 在审查中 还在审查 还在审查中 排队审 在排队审 审着 还在审 在审核 已受理 受理中 受理 受理通知书 没授权 未授权 还没授权 没有授权 尚未授权 还没下来 没下来 还没批 还没拿证 还没下证 没下证 待授权 刚申请 已申请 已提交申请 提交了申请 递交了申请 公开未授权 初审 申请还没下来 pending in_application applied_for under_examination not_yet_granted not_granted filed ungranted applications application"},
	sEach:      {"各 每样 分别 each"},
	sGood:      {"良好 没问题 没有问题 无问题 没啥问题 没毛病 好 很好 挺好 都好 正常 干净 很干净 优秀 不错 优良 清白 没逾期 没有逾期 无逾期 没有不良 无不良 没不良 没有不良记录 无不良记录 没有污点 没污点 稳定 稳健 稳 健康 充足 充裕 ok okay fine good clean excellent spotless normal healthy stable steady positive 没欠税 没有欠税"},
	sBad:       {"有问题 逾期 有逾期 逾期过 不好 很差 差 不太好 不良 有不良 有不良记录 有污点 黑名单 上了黑名单 黑了 花了 花 失信 被执行 烂 紧张 断裂 不稳定 不行 不稳 不稳健 不太稳 不良好 不佳 不干净 不太正常 不太干净 不是很好 不怎么好 不优秀 不正常 异常 不健康 bad poor overdue default defaulted blacklisted late_payments late_payment problems problem negative tight"},
	sCorrect:   {"不对 多打了 少打了 多写了 少写了 打多了 打少了 写多了 写少了 看错了 听错了 说反了 口误 说错了 说错 写错了 写错 打错了 打错 更正 纠正 纠正一下 搞错了 搞错 弄错了 记错了 记错 错了 应该是 改成 改为 改到 换成 换到 调到 调成 改一下 其实 其实是 我是说 我的意思是 我说的是 准确说 准确地说 重新说 不不 actually correction i_meant i_mean sorry no,_it's that's_wrong my_mistake make_that make_it change_it_to change_that_to change_this_to set_it_to scratch_that"},
	sUnsure:    {"不知道 不清楚 不确定 不太清楚 不太确定 不太知道 不晓得 说不好 说不准 说不清 没算过 没统计 没统计过 记不清 记不清了 记不得 不记得 忘了 忘记了 没数过 不太了解 不了解 没概念 没底 不明白 拿不准 吃不准 don't_know do_not_know am_not_sure i_am_not_sure i'm_not_sure we_are_not_sure we're_not_sure are_not_sure not_sure unsure no_idea dunno i_forget don't_remember can't_remember can't_say haven't_a_clue not_certain"},
	sSchool:    {"大学 学院 银行 农商行 农商银行 农信社 科技大学 理工大学 理工 师范 师大 中学 小学 医院 证券 交易所 农行 工行 建行 中行 university college bank institute school"},
	sGeneric:   {"企业 公司 个体户 合作社 小微企业 中小企业 主体 单位 商户 农户 firms companies enterprises applicants businesses"},
	sUse:       {"质押 贷款 贷 融资 评估 估值 许可 转让 登记 保险 投保 证券化 质权 抵押 入股 出质 维权 预审 代理 律师 年费 申请费 官费 局 法 政策 产品 补贴 奖励 资助 价值 权质押 权人 质押融资 质押贷款 质押登记 质押率 值钱 转化 运营 交易 托管 变现 导航 池 联盟 服务 管理 战略 布局 培育 侵权 纠纷 诉讼 续展 续费 到期 失效 无效 费 类 融资的 质 押 pledge pledges loan loans valuation insurance licence license financing finance registration fee fees law office transfer backed"},
	sGoing:     {"了 过 已 已经 已被 早就 早已 刚刚 already"},
	sThen:      {"就 才 就能 就可以 才能 才可以 就行 才行 也能 也可以 都能 都可以 就算"},
	sAll:       {"都 全 全都 什么都 啥都 都没有 都没 也没有 也没 都不是 啥都没有 什么都没有 都没拿到 都没拿 一概 一个都 一件都 一样都 all none_of"},
	sPolicy:    {"规定 政策 办法 文件 条件 标准 要求 通知 指引 条款 时候 当时 那时 那会儿 那时候 有效 适用 执行 生效 还能 还有 还办 还可以 rule rules policy policies valid in_force apply applied applicable law regulation regulations"},
	sInfo:      {"通知 活动通知 记录 情况 清单 资料 信息 政策 流程 条件 材料 产品 利率 办法 规定 名单 数据 余额 手续 资质 案例 额度表 records record list policy policies products conditions rate rates"},
	sDecline:   {"不想 不想再 不需要 不要 不打算 不考虑 不准备 没打算 没想 暂不需要 暂时不需要 do_not_want don't_want do_not_need don't_need no_need_for not_looking_for not_interested_in doesn't_need does_not_need does_not_want"},
	sDo:        {"做 搞 从事 生产 种 种植 养殖 卖 主营 专做 加工 制造 主要做 是做 是做的 做的是 是搞 主打 专业做 主要从事 主要生产 make makes making produce produces producing grow grows growing manufacture manufactures manufacturing in_the sell sells develop develops developing do"},
	sSlight:    {"新型 外观 发明 地标 牌子 作品 品种 布图 数据证书 证明 design designs invention inventions mark marks brand brands utility"},
	sSpot:      {"公安 白银 来宾 朝阳 大同 安康 日照 长治 三明 大理 和田 中山 文山 四平 青山 洪山 大悟 阿里 兴安 山南 海北 海东 海西 黄南 保定 通化 兴山 天门 铁山 黄山 平凉 山城 魔都 伍家 伍区 中卫 东宝 咸丰 宁德 内江 凉山 广安 江门 张湾 临空港 荆楚 楚天 江汉 西陵 建始 通山 通城 新乡 河源 清远 汉阳 北海 崇阳 远安 百色 sui fang daye aba dali hami puer"},
}

// sameNames are names that more than one place bears, also places that are
// not listed themselves: those stand for their province.
var sameNames = map[string][]corpus.RegionCode{
	"华容":      {"420703", "430000"}, // 鄂州华容区, 湖南华容县
	"huarong": {"420703", "430000"},
	"华容县":     {"430000"},
	"容城":      {"421088", "130000"}, // 监利容城镇, 河北容城县
	"朝阳":      {"211300", "110000"}, // 辽宁朝阳市, 北京朝阳区
	"青山":      {"420107", "150200"}, // 武汉青山区, 包头青山区
}

// ambiguousNames are names of choices that say too little: 中型 may be said of
// anything, and "small" of a loan.
var ambiguousNames = map[string]bool{
	"small": true, "Small": true, "medium": true, "large": true, "micro": true, "中型": true, "大型": true, "小型": true, "微型": true,
	"企业": true, "公司": true, "Company": true, "company": true, "个人": true, "Individual": true, "individual": true, "大学": true, "高校": true,
	"university": true, "institute": true, "个体": true, "农场": true, "其他": true, "Other": true, "农户": true, "farmer": true,
	"协会": true, "association": true, "Association": true, "合作社": true, "商会": true, "credit": true, "保证": true, "sell": true, "投资": true, "登记": true,
	"研究院": true, "研究所": true, "大公司": true, "我个人": true, "自然人": true, "high tech": true, "科技企业": true, "法人": true,
}

// rightNames are the spoken names of the kinds of rights.
var rightNames = map[corpus.IPKind]string{
	corpus.InventionPatent:        "发明专利 发明专利权 发明专利证书 发明 发民专利 发明专力 invention_patent patent_for_invention patent_for_an_invention patents_for_inventions invention",
	corpus.UtilityModel:           "实用新型 实用新型专利 实用新型专利权 新型专利 新型 实用型专利 实用新行 实新 utility_model utility_model_patent utility_patent",
	corpus.DesignPatent:           "外观设计 外观设计专利 外观专利 外观设计专利权 外观 design_patent registered_design design industrial_design",
	corpus.PendingPatent:          "专利申请 发明申请 发明专利申请 专利申请权 patent_application pending_patent pending_application pending_patent_application",
	corpus.Trademark:              "商标 注册商标 商标权 商标专用权 商标注册证 商标证 牌子 商镖 商标注册 trademark trade_mark registered_trademark registered_trade_mark",
	corpus.CollectiveMark:         "集体商标 集体注册商标 collective_mark collective_trademark collective_trade_mark",
	corpus.CertificationMark:      "证明商标 certification_mark certification_trademark certification_trade_mark",
	corpus.Copyright:              "著作权 版权 作品著作权 作品登记 作品版权 作品登记证 作品登记证书 copyright",
	corpus.SoftwareCopyright:      "软著 软件著作权 软件版权 计算机软件著作权 软著证书 软件著作权证书 软件著作 软着 software_copyright",
	corpus.ICLayout:               "集成电路布图设计 布图设计 集成电路布图 集成电路布图设计专有权 ic_layout ic_layout_design layout_design integrated_circuit_layout integrated_circuit_layout_design",
	corpus.PlantVariety:           "植物新品种 植物新品种权 品种权 新品种权 植物品种权 新品种 plant_variety plant_variety_right plant_varieties plant_variety_rights variety_right",
	corpus.GeographicalIndication: "地理标志 地标 地理标志产品 农产品地理标志 地理标志商标 地理标志证明商标 国家地理标志 gi geographical_indication",
	corpus.DataRight:              "数据知识产权 数据产权 数据知识产权登记证书 数据知识产权登记证 数据知识产权证书 数据知识产权登记 数据登记证 数据登记证书 数据产权证 data_ip data_certificate data_ip_certificate data_right data_intellectual_property data_ip_registration_certificate",
}

var anyPatent = []corpus.IPKind{corpus.InventionPatent, corpus.UtilityModel, corpus.DesignPatent}

// rightGroups are names of several kinds at once.
var rightGroups = map[string][]corpus.IPKind{
	"专利有效期": anyPatent, "专利保护期": anyPatent, "专利": anyPatent, "专利权": anyPatent, "专力": anyPatent, "专利证书": anyPatent, "专利证": anyPatent, "patent": anyPatent, "专利技术": anyPatent, "授权专利": anyPatent, "有效专利": anyPatent,
	"知识产权": nil, "知产": nil, "intellectual property": nil, "ip right": nil,
}
