package intents

import "zhirong/corpus"

// trait tells how people speak of one fact. A topic is what a judgement is
// said of: 征信 … 没问题.
type trait struct {
	fact    corpus.FactID
	code    string
	mode    cueMode
	topic   bool
	phrases string
}

// traits are the ways of speaking that are no names of choices. The first
// phrase that fits wins, longer phrases before shorter ones.
var traits = []trait{
	{fact: "has_real_estate", code: "true", mode: noun, phrases: "厂房 自有厂房 房产 自有房产 房子 自住房 不动产 土地 地皮 商铺 写字楼 房屋 房产证 抵押物 可抵押的资产 可抵押资产 土地使用权 住宅 real_estate real_property property house factory_building land collateral premises building buildings"},
	{fact: "has_real_estate", code: "true", mode: settled, phrases: "有(房|厂|厂房)有(地|土地)"},
	{fact: "has_real_estate", code: "false", mode: settled, phrases: "没厂房没地 没房没地 无房无地 没房没产 (厂房|房子|场地|办公室|门面)(都|也|全|)(是|)(租的|租来的|租赁的) 租的厂房 租的房子 没有任何抵押物 没(有|)(可以|可|能)抵押的(东西|资产|) 没(有|)东西(可|)抵押 没(什么|啥|得)(可|可以|能|)抵押(的|) (没有|没|无)(固定资产|可抵押物|抵押资产) 拿不出抵押物 nothing_to_mortgage (premises|factory|building|office|workshop|plant)_(is|are)_(rented|leased) (rent|lease)_(our|the)_(factory|premises|building|workshop)"},

	{fact: "has_appraisal", code: "true", mode: noun, phrases: "评估报告 评估报告书 资产评估报告 价值评估报告 appraisal_report valuation_report"},
	{fact: "has_appraisal", code: "true", mode: settled, phrases: "(做过|做了|做完|已做|已经做了|已经做过|请过|找过|出了|出过)(第三方|专利|商标|价值|资产|)评估(报告|) (专利|商标|)(已评估|已经评估)(过|了|) 评估过了 评估过 评估完了 评估做完了 评估做了 评估做过了 (评估公司|评估机构|第三方|资产评估公司|评估师)(给|帮|)(我们|我|)(评了|评估了|评的|评估过|评过|评估出|评估为|做了评估|出了报告|评估) 请(评估公司|评估机构)评 has_been_appraised have_been_appraised was_appraised were_appraised been_valued already_appraised appraised_by an_appraiser_valued had_it_appraised had_them_appraised"},
	{fact: "has_appraisal", code: "false", mode: settled, phrases: "(没|没有|未|还没|还没有|尚未|从没|从来没|并没有|还未)(做过|做|请过|找人|经过|进行|)(第三方|专利|价值|资产|)评估(过|) 评估(还|都|也|)(没|没有|未)做(过|) not_been_appraised not_appraised never_been_appraised hasn't_been_appraised haven't_been_appraised no_appraisal never_appraised not_valued hasn't_been_valued not_been_valued"},

	{fact: "guarantee_available", code: "true", mode: noun, phrases: "担保公司 担保人 担保机构 担保方 保证人 第三方担保 guarantor guarantee guarantee_company guarantors"},
	{fact: "guarantee_available", code: "true", mode: settled, phrases: "(担保公司|担保机构|担保集团)(愿意|同意|答应|肯|可以|能|也愿意|都愿意|说可以)(给|为|替|帮|)(我们|我|)(做|提供|)担保 有人(愿意|肯|给|能|可以|)(给|为|)(我们|我|)(做|)担保 找(好|到)(了|)担保(公司|人|) 有担保(了|) 有(政府性|)(融资|)担保公司(愿意|) 担保(已经|)(找好了|落实了|谈好了) willing_to_guarantee will_guarantee a_guarantor_(is|has) has_a_guarantor"},
	{fact: "guarantee_available", code: "false", mode: settled, phrases: "(没|没有|无|没得|找不到|缺|暂无|没找到|没人)(任何|第三方|愿意|肯|给|能|给我们|)担保(公司|人|机构|方|) (担保|担保公司|担保人)(也|都|还|)(没有|没|没找到|找不到) 担保公司(不|不肯|不愿|不愿意|不给)(做|)(担保|) no_guarantor no_guarantee without_a_guarantor without_a_guarantee without_guarantor"},

	{fact: "tax_credit_ok", topic: true, phrases: "纳税 税务 交税 缴税 报税 纳税记录 纳税信用 税务记录 纳税情况 完税 纳税等级 纳税信用等级 纳税信用级别 tax_record tax_records tax_credit tax_compliance tax_history taxes"},
	{fact: "tax_credit_ok", code: "true", mode: settled, phrases: "(纳税|纳税信用|税务|纳税等级|纳税信用等级|纳税评级|税务信用|纳税信用级别)(等级|评级|评为|评了|评的|是|为|)(a|b)(级|类|) (按时|依法|正常|一直|按时足额|照章)(交税|纳税|缴税|报税) (没有|没|从不|从没|从来没|从来没有|无|未|不)(欠税|偷税|漏税|偷税漏税|欠过税|偷漏税|拖欠税款|欠缴税) 税(都|一直|)(交|缴)(了|齐了|清了|得很及时|得好) 没拖欠过税 (没有|没|无)(任何|)(税务|纳税)(方面|上|)(的|)(不良|问题|异常|污点)(记录|) (税务|纳税)(没有|没|无)(任何|)(不良|问题|异常|污点|欠税)(记录|) taxes_are_paid paid_our_taxes_on_time pay_taxes_on_time no_tax_arrears"},
	{fact: "tax_credit_ok", code: "false", mode: settled, phrases: "(有|在|还|)(欠税|偷税|漏税|偷税漏税|欠着税|欠过税) 税务(异常|非正常户|非正常) (纳税|纳税信用|税务|纳税等级|纳税信用等级)(等级|评级|是|为|)(d)(级|类|) 税(还|)没交(清|齐|) tax_arrears owe_taxes unpaid_taxes"},

	{fact: "credit_ok", topic: true, phrases: "征信 信用记录 信用 征信记录 征信报告 个人征信 企业征信 公司征信 老板征信 实控人征信 信用报告 信用状况 征信情况 credit_record credit_history credit_report credit_score credit_rating_record credit_records"},
	{fact: "credit_ok", code: "false", mode: settled, phrases: "征信(有|)(逾期|花|黑|差|不好|不行|烂|污点) 征信(花|黑|坏|烂)了 黑户 (上|进)(了|过|)(失信|征信)(黑|)名单 (是|被列为|成了|被列入|列入)(失信|失信被执行人|老赖|失信名单) 失信被执行人 (有|出)过逾期 逾期过 贷款逾期(过|了) 信用卡逾期(过|了) 有逾期 bad_credit poor_credit"},
	{fact: "credit_ok", code: "true", mode: settled, phrases: "(从没|从来没|没有|没|无|从未|从来没有|未曾)(有过|过|任何|出现|)逾期(过|记录|) 没有不良(征信|信用)(记录|) 无不良(征信|信用)(记录|) (没有|没|无)(任何|)(征信|信用)(方面|上|)(的|)(不良|问题|污点|逾期)(记录|) 征信(没|没有|无)(任何|)(逾期|污点|问题|不良) 征信(都|很|挺|一直|一向|也|)(良好|好|好的|没问题|没有问题|正常|干净|没毛病|ok) 信用(很|一直|)(良好|好) good_credit clean_credit never_defaulted no_defaults never_been_overdue never_overdue"},

	{fact: "legal_rep_credit_ok", topic: true, phrases: "(法定代表人|法人代表|法人|法代)(的|个人|)(征信|信用|信用记录|征信记录|个人征信|个人信用) legal_representative's_record legal_representative's_credit legal_representative's_credit_record legal_rep's_credit"},
	{fact: "legal_rep_credit_ok", code: "true", mode: settled, phrases: "(法定代表人|法人代表|法人)(没有|无|没)(不良|任何不良|不良信用|不良征信)(记录|信用记录|征信记录|征信|信用|)"},
	{fact: "legal_rep_credit_ok", code: "false", mode: settled, phrases: "(法定代表人|法人代表|法人)(有|上了|)(不良|不良信用|不良征信|失信|征信逾期)(记录|信用记录|征信记录|)"},

	{fact: "major_violation", code: "true", mode: noun, phrases: "重大违法 重大违规 重大违法违规 违法违规 违法记录 重大违法记录 重大违法行为 违法行为 重大违法违规记录 违法违规记录 违法违规行为 重大违法违规行为 serious_violation major_violation major_violations violations_of_law serious_violations"},
	{fact: "major_violation", code: "false", mode: settled, phrases: "(没|没有|从没|从未|无|未|不曾|从来没|从来没有)(有过|过|发生|发生过|任何|)(重大|)(违法违规|违法|违规)(过|行为|记录|)"},

	{fact: "owner_is_firm", code: "false", mode: settled, phrases: "(在|登记在|都在|还在|是在|挂在|放在|写在|落在)(我|我个人|个人|老板|法人|股东|老总|自己|我自己|我老公|我爱人|我老婆|发明人|法定代表人|老板个人|法人个人|实控人|学校|大学|高校|母公司|别人|他人|朋友|合伙人|研究所|研究院|老师|教授|总公司|集团)(的|)名下 (不在|没在|没有在|并不在|还没转到|没转到|没过户到)(公司|企业|我们公司|本公司|我司|我们)(的|)名下 专利(是|都是|)(我个人|个人|老板|法人|股东|我自己|学校|大学|别人)的 专利(写的是|写的|登记的是)(我|个人|我个人|老板|老板个人|法人|学校|大学|别人) (专利权人|权利人|登记人|持有人)(是|写的是|写的|登记的是)(我|个人|我个人|老板|老板个人|法人|学校|大学|股东|我自己|别人) belongs_to_(me|the_owner|the_boss|the_university|my_wife|the_inventor) belong_to_(me|the_owner|the_boss|the_university|the_inventor) in_(my|the_owner's|the_owner's_personal|the_owner's_own|my_own|the_boss's|the_university's|the_founder's|the_inventor's|my_wife's|a_personal|my_personal)_name (held|owned|registered)_(by|to|under)_(me|myself|the_university|the_founder|the_inventor|me_personally|an_individual|the_owner) not_in_the_(company|firm)'s_name"},
	{fact: "owner_is_firm", code: "false", mode: loose, phrases: "(我|我个人|个人|老板|法人|股东|老总|我自己|我老公|我爱人|我老婆|发明人|法定代表人|老板个人|法人个人|实控人|学校|大学|高校|母公司|别人|他人|朋友|合伙人|研究所|研究院|老师|教授|总公司)(的|)名下"},
	{fact: "owner_is_firm", code: "true", mode: settled, phrases: "(在|登记在|都在|是在|挂在|全在|)(公司|企业|我们公司|本公司|我司|我们企业|厂里|合作社|我们自己公司|自己公司|我公司|我们厂)(的|)名下 (专利权人|权利人|登记人|持有人)(是|写的是|写的|就是|都是)(公司|企业|我们公司|我司|本公司|我们) (belongs|belong)_to_(the|our)_(company|firm) in_(the_company's|the_firm's|our_company's|our|our_firm's|the_business's|company)_name (held|owned)_by_(the|our)_(company|firm|business) registered_(to|under|in_the_name_of)_(the|our)_(company|firm)"},

	{fact: "co_owned", code: "true", mode: verb, phrases: "共有 共有的 共同共有 共同申请 共同申请的 共同拥有 (和|与|跟)(学校|大学|高校|别人|别的公司|另一家公司|合作方|朋友|合伙人|研究所|研究院|武汉大学|华科|华中科技大学|华农|华中农业大学|科研院所|其他公司|其他单位|一家公司|他人|同学|客户|导师|教授|人|另一家企业|别的单位|几个人|别家)(一起|)(共有|共同|共同申请|一起申请|一起持有|共享) 有共有人 有(个|一个|其他|别的|)共有人 联合申请 co-owned jointly_owned co-own joint_ownership co-owner co-owners joint_owner joint_owners own_it_jointly jointly_with shared_with"},
	{fact: "co_owned", code: "false", mode: settled, phrases: "(没|没有|无|不存在|不带|没得)(别的|其他|其它|任何|)共有人 (不是|非|没|没有|没跟别人|没和别人|不跟别人|不和别人|没有跟别人|没有和别人)共有(的|) (独有|单独所有|独家所有|我们独有|单独持有|独立拥有|独自拥有)(的|) 只有(我们|公司)一(个|家)(权利人|专利权人) not_co-owned not_jointly_owned no_co-owner no_co-owners sole_owner solely_owned solely_own not_shared"},

	{fact: "disputed", code: "true", mode: noun, phrases: "纠纷 权属纠纷 权属争议 争议 权属问题 产权纠纷 专利纠纷 知识产权纠纷 诉讼 官司 无效请求 dispute disputes ownership_dispute lawsuit litigation invalidation"},
	{fact: "disputed", code: "true", mode: settled, phrases: "(正在|还在|在)(打官司|诉讼|诉讼中|被诉|扯皮) 打着官司 被(人|对手|别人|竞争对手|同行)(起诉|告|告了|提无效|请求无效|提了无效|宣告无效申请|起诉了) 被(起诉了|告了|提了无效|请求了无效|起诉) (有|存在|出现)(点|些|一些|)(权属|产权|)(纠纷|争议|官司|诉讼) in_dispute being_sued under_dispute been_sued"},
	{fact: "disputed", code: "false", mode: settled, phrases: "(没|没有|无|不存在|未有|没有任何|没有过|没什么)(权属|产权|任何|专利|)(纠纷|争议|官司|诉讼|权属问题) (权属|产权|归属)(很|都|是|)(清晰|清楚|明确|没争议|没问题|没有争议|没有问题|无争议) not_in_dispute no_dispute no_disputes undisputed not_disputed no_lawsuit no_lawsuits no_litigation"},

	{fact: "already_pledged", code: "true", mode: settled, phrases: "(已|已经|早|早就|都已|都已经|已经被|已被)(质押|押)(了|出去了|出去|给|给了|掉了|) (质押|押)(了|出去了|给了|掉了) (质押|押)给(银行|建行|工行|农行|中行|汉口银行|农商行|湖北银行|担保公司|别人|别的银行)了 (质押|押)出去 we_pledged i_pledged (have|has)_pledged already_pledged (is|are|been|was|were)_pledged pledged_to pledged_already is_already_pledged"},
	{fact: "already_pledged", code: "false", mode: settled, phrases: "(is|are|was|were)_not_(yet_|)pledged (没|没有|未|还没|还没有|从没|从未|都没|从来没|尚未|都没有|从来没有|还未|并没有|并未)(被|做过|办过|)(质押|押)(过|出去|给别人|给银行|) not_pledged not_yet_pledged never_pledged never_been_pledged not_been_pledged unpledged isn't_pledged aren't_pledged hasn't_been_pledged haven't_been_pledged free_of_pledges free_of_pledge no_pledge"},

	{fact: "has_ip_pledge_loan", code: "true", mode: settled, phrases: "(已|已经|拿到|拿到了|办了|办过|做过|做了|有|获得了|获得|已有|已经有|已经拿到|已经办了|已经拿到了|已经做了|办下来了|申请到了)(一笔|过|)(知识产权|专利权|专利|商标|商标权|)(质押贷款|质押融资)(了|) 质押贷款(已经|)(下来了|到账了|办下来了|批了|放了|放款了) already_have_(a|an)_(ip_|patent_|)pledge_loan (have|has|got)_(a|an)_(ip_|patent_|)pledge_loan"},
	{fact: "has_ip_pledge_loan", code: "false", mode: settled, phrases: "(没|没有|还没|还没有|未|从没|从未|没办过|没做过|没拿到|还没拿到|没拿过|没有办过|没有做过)(办过|做过|申请过|)(知识产权|专利权|专利|商标|商标权|)(质押贷款|质押融资) (no|without_a|don't_have_a|do_not_have_a|not_got_a)_(ip_|patent_|)pledge_loan"},

	{fact: "patent_valid", code: "false", mode: settled, phrases: "年费(忘了|忘记|)(没|没有|未|还没|都没|一直没|没按时|忘了|忘记)(交|缴|缴纳)(了|过|上|) 年费(断了|断交|欠着|欠费|欠缴|逾期|没续|停了|停缴|断缴) (没|没有|未|忘了|忘记|忘|欠)(交|缴|续|)年费(了|) 专利(都|已|已经|被|早|)(失效|过期|终止|作废|没用了|无效|宣告无效|视为撤回)(了|) (已|已经|早就|早)失效(了|) fees_(are|were)_(unpaid|overdue) fees_(are|were)_not_paid fees_unpaid unpaid_annual_fees not_paid_the_annual_fee(s|) didn't_pay_the_annual_fee(s|) haven't_paid_the_annual_fee(s|) patent_(has_|)(lapsed|expired) has_lapsed have_lapsed no_longer_valid no_longer_in_force"},
	{fact: "patent_valid", code: "false", mode: loose, phrases: "失效了 过期了 (已|已经|都|早就|早)过期(了|) 都失效了"},
	{fact: "patent_valid", code: "true", mode: settled, phrases: "年费(都|一直|全|全都|已经|按时|每年都|也都|都按时|都已经|已|每年按时|也按时)(交了|缴了|在交|在缴|交着|缴着|交齐了|缴清了|交清了|交的|正常|交|缴|正常交|正常缴纳|交完了|缴齐了|交过了) 年费(交了|缴了|交齐了|缴清了|交清了|交着|缴着|正常|没断|没断过|没欠|正常缴纳|缴纳了|交完了|交过了|有交|在交) (一直|按时|都|正常|每年都|每年|已经|有|都有|一直在|都按时)(交|缴|交了|缴了)(着|)年费 (没|没有|不|从没|从不)(欠|欠过|断过|拖欠)(过|)年费 专利(都|还|是|都是|还都|现在|目前|现在都|)(有效|是有效的|有效的|在有效期内|有效着) (还|都)(在|没)(有效期内|过期|失效) (没|没有|未|还没|并没有)(失效|过期|终止) 维持有效 有效状态 fees_are_(all_|)paid fees_(have_been|are_all|were_all)_paid paid_the_annual_fee(s|) paid_all_the_annual_fee(s|) paid_all_annual_fees patent(s|)_(is|are)_(still_|)(valid|in_force) still_in_force still_valid"},

	{fact: "patent_in_use", code: "true", mode: settled, phrases: "(已|已经|都|都已|已经都|都已经|正|正在|在|早就|全都|也|)(用在|用到|应用到|应用在|应用于|转化到|转化为|运用在|用于)(了|)(我们的|公司的|我们|公司|自己的|)(产品|生产|主营产品|设备|主打产品|实际生产|工程)(上|中|里|线上|) (已|已经|都已|实现|实现了|都|已经实现)(产业化|实施|量产|投产|转化|批量生产|落地)(了|) 产业化了 量产了 投产了 转化了 落地了 实施了 在用的专利 专利在用 都在用 一直在用 正在用 正在实施 used_in_(a|our|the)_(main_|core_|)product(s|) (is|are)_(being_|)used_in_(our|a|the)_(products|product|production) already_in_production in_production (already_|been_)commercialised (already_|been_)commercialized (is|are)_in_use"},
	{fact: "patent_in_use", code: "false", mode: settled, phrases: "(没|没有|还没|还没有|未|尚未|从没|还未|都没|都没有|并没有|还不|一直没|没能)(用在|用到|应用到|应用在|应用于|用于|用上|实施|产业化|量产|投产|转化|落地|投入使用|投入生产)(过|)(产品上|产品里|产品中|产品|生产上|生产|) 还在实验室(阶段|) (not_used|not_yet_used|not_being_used|unused|never_used)_in_(a|our|any|the)_product(s|) not_in_use not_yet_in_use not_commercialised not_commercialized not_in_production not_yet_in_production lying_idle"},

	{fact: "patent_in_use", code: "false", mode: loose, phrases: "(闲置|闲着|在睡觉|睡大觉|沉睡|没用上|没用起来)(呢|的|)"},

	{fact: "gi_user", code: "true", mode: settled, phrases: "(用着|在用|获准用|获准使用|获授权使用|有权使用|被授权使用|授权使用|可以用|已获准使用|已经获准使用|使用着|使用|用的是|用了|有使用)(了|)(一个|某个|当地的|本地的|这个|那个|)(地标|地理标志|地理标志专用标志|地理标志产品专用标志|英山云雾茶地理标志|专用标志|蕲艾地理标志|地理标志商标) 用标企业 地(理标志|标)(用标企业|授权企业|授权用户|授权使用) 地(理标志|标)(已经|)(授权|获准)(我们|)使用 地(理标志|标)专用标志使用(权|企业) (have_|has_|the_|)(right|permission|licence|license)_to_use_(a|the)_(gi|geographical_indication) (licensed|allowed|authorised|authorized|permitted|approved)_to_use_(a|the)_(gi|geographical_indication) (use|uses|using)_(a|the)_(gi|geographical_indication)"},
	{fact: "gi_user", code: "false", mode: settled, phrases: "(没|没有|还没|未|不|没在|没有在|还没有|未获准|没获准|没有获准|不能|没权)(使用|用|用过|获准使用|用上)(地标|地理标志|地理标志专用标志) 不是(地标|地理标志|)用标企业 not_allowed_to_use_(a|the)_(gi|geographical_indication) don't_use_(a|the|any)_(gi|geographical_indication)"},
	{fact: "gi_holder", code: "true", mode: settled, phrases: "地(理标志|标)(的|)(权利人|持有人|所有人|注册人|所有者) (持有|拥有|注册了|注册有|申请了|拿到了|登记了)(一个|)(地标|地理标志|地理标志证明商标|地理标志商标|农产品地理标志) 地(理标志|标)(在|登记在|是)(我们|我们协会|协会|合作社|我们合作社)(名下|持有|的) (hold|holds|own|owns|holder_of|owner_of)_(a|the)_(gi|geographical_indication)"},
	{fact: "gi_holder", code: "false", mode: settled, phrases: "(不是|并不是|非)地(理标志|标)(的|)(权利人|持有人|所有人|注册人) not_the_(holder|owner)_of_(a|the)_(gi|geographical_indication)"},

	{fact: "exports", code: "true", mode: verb, phrases: "出口 做出口 有出口 做外贸 外贸企业 做跨境 跨境电商 海外销售 境外销售 外销 有海外客户 有国外客户 有外销 (卖到|销往|出口到|销到|卖去|出口|发往|卖给)(国外|海外|欧洲|美国|东南亚|日本|德国|非洲|中东|韩国|俄罗斯|境外|欧美|印度|越南|泰国|巴西|南美|中亚|英国|法国|外国) export exporting exporter exports sell_abroad sells_abroad sell_overseas sells_overseas sell_to_(europe|the_us|america|japan|germany|africa) overseas_sales sales_abroad sold_abroad sold_overseas"},
	{fact: "exports", code: "false", mode: settled, phrases: "(不|没|没有|未|还没|从不|从没|没做|不做|从来不|暂不|暂时不)(做|有|)(出口|外贸|外销|海外销售|境外销售)(过|) (只做|只卖|只在|全是|都是|主要做|纯|都在|只有)(国内|内销|国内市场|国内销售|国内客户)(市场|销售|卖|) 没(有|)(海外|国外|境外)(业务|销售|客户|市场|订单) (don't|do_not|doesn't|not|no|never)_(export|exports|exporting|sell_abroad|sell_overseas|overseas_sales) only_sell_(in_china|at_home|domestically) domestic_only"},

	{fact: "overseas_exhibition", code: "true", mode: verb, phrases: "(去|到|赴|要去|准备去|打算去|计划去|想去|将去|下个月去|明年去|马上去|)(国外|海外|境外|德国|美国|欧洲|日本|汉诺威|法兰克福|拉斯维加斯|东南亚|迪拜|法国|英国|意大利|韩国|越南|泰国|俄罗斯)(去|)(参展|参加展会|参加展览|办展|展览|参加展览会) 境外参展 海外参展 出国参展 境外展会 海外展会 国外展会 赴境外参展 出境参展 exhibit_abroad exhibiting_abroad exhibit_overseas exhibiting_overseas overseas_exhibition overseas_trade_fair trade_fair_abroad exhibition_abroad exhibit_in_(germany|europe|the_us|japan|hannover|frankfurt)"},
	{fact: "overseas_exhibition", code: "false", mode: settled, phrases: "(不|没|没有|不去|没去|不会去|不打算去|没打算去|不打算)(去|到|)(国外|海外|境外|出国)参展(计划|打算|) not_exhibit(ing|)_(abroad|overseas)"},

	{fact: "on_whitelist", code: "true", mode: noun, phrases: "白名单 授信白名单 白名单企业 银行白名单 white_list whitelist white_listed whitelisted"},
	{fact: "on_whitelist", code: "true", mode: settled, phrases: "(在|进了|进入|进入了|入了|上了|列入|列入了|入选|被列入|已进|已入|已经进了|已经在|已列入|纳入|纳入了)(银行|授信|省里的|企业|银行的|当地的|)白名单(里|了|内|上|中|) on_(the|a|their)_(white_list|whitelist)"},
	{fact: "on_whitelist", code: "false", mode: settled, phrases: "(不在|没在|没进|没有进|没有进入|没进入|没上|没入|没列入|未列入|还没进|没有列入|没有在|还没进入|未进入|没能进)(银行|授信|企业|银行的|)白名单(里|内|上|中|) not_on_(the|a|any)_(white_list|whitelist)"},

	{fact: "innovation_points", code: "true", mode: noun, phrases: "创新积分 企业创新积分 科技创新积分 积分评价 innovation_points innovation_score innovation_point"},

	{fact: "on_negative_list", code: "true", mode: noun, phrases: "负面清单 negative_list"},
	{fact: "on_negative_list", code: "true", mode: settled, phrases: "(在|进了|列入|被列入|上了|列入了)(再担保|再担保的|)负面清单(里|了|内|上|) on_the_negative_list"},
	{fact: "on_negative_list", code: "false", mode: settled, phrases: "(不在|没在|没进|没列入|未列入|没上|没有在|没被列入|未被列入|没有列入)(再担保|再担保的|)负面清单(里|内|上|) not_on_(the|a|any)_negative_list"},
	{fact: "is_lgfv", code: "true", mode: noun, phrases: "融资平台 地方融资平台 政府融资平台 城投 城投公司 平台公司 地方政府融资平台 financing_vehicle financing_platform local-government_financing_vehicle lgfv local_government_financing_vehicle"},

	{fact: "is_legal_entity", code: "true", mode: noun, phrases: "独立法人 独立法人资格 法人资格 独立法人企业 法人单位 独立的法人 legal_entity independent_legal_entity legal_person"},
	{fact: "is_legal_entity", code: "false", mode: noun, phrases: "分公司 branch_office branch_company"},

	{fact: "in_park", code: "true", mode: settled, phrases: "(在|位于|入驻|入驻了|搬进了|进驻|进驻了|落户|落户在|注册在|开在|厂在|入园|进了)(一个|当地|本地|工业|市里的|县里的|高新|科技|省级|)(产业园|产业园区|工业园|工业园区|科技园|科技园区|园区|高新园区|孵化器|产业园里|工业园里|孵化园|创业园)(里|内|里面|区|) 园区企业 园区内企业 园区里的企业 园区内的企业 已入园 入园企业 in_(a|an|the|our)_(industrial_|technology_|science_|)park located_in_a_park based_in_a_park"},
	{fact: "in_park", code: "false", mode: settled, phrases: "(不在|没在|没进|没有进|没入驻|未入驻|没有在|没有入驻|不在任何|没进任何|没在任何)(产业园|产业园区|工业园|工业园区|科技园|园区|孵化器)(里|内|) 不是园区企业 没入园 没有入园 not_in_(a|an|any|the)_(industrial_|technology_|science_|)park"},

	{fact: "cashflow_ok", topic: true, phrases: "现金流 经营现金流 资金流 资金链 现金流量 cash_flow cashflow"},

	{fact: "data_lawful", code: "true", mode: settled, phrases: "(数据|)(是|都是|全是|)(合法|合规|合法合规)(取得|采集|获取|得来|收集|来源|拿到)(的|) 数据来源(都|是|)(合法|合规|合法合规) (数据|)来源合法 data_(was|were|is|are)_(lawfully|legally)_(obtained|collected|acquired) lawfully_obtained legally_obtained"},
	{fact: "data_lawful", code: "false", mode: settled, phrases: "数据来源(不合法|不合规|说不清|不清楚) 数据(是|)(爬来的|爬的|买来的不合规) not_lawfully_obtained"},
	{fact: "data_processed", code: "true", mode: settled, phrases: "(数据|)(都|已|已经|经过|做过|做了|是|都经过|已经过)(加工|清洗|处理|脱敏|整理加工|算法加工|规则加工)(过|了|好了|好|过的|处理) 加工过的数据 清洗加工过 (数据|)(经过|都经过|已经过|已经经过|经过了)(加工|清洗|处理|脱敏) data_(was|were|is|are|has_been|have_been)_(processed|cleaned)"},
	{fact: "data_processed", code: "false", mode: settled, phrases: "(数据|)(没|没有|未|还没|尚未|还没有|未经|没经过|没有经过|未经过)(加工|清洗|加工过|处理过|清洗过)(的|) 原始数据 raw_data not_processed unprocessed"},

	{fact: "on_department_list", code: "true", mode: settled, phrases: "(在|进了|列入|列入了|进入|入了|被列入|上了)(科技局|经信局|科技厅|经信厅|科技部门|经信部门|主管部门|科经局|科技|经信|部门)(的|)(企业|重点|)(名单|名录|清单|企业名单|重点企业名单)(里|内|上|了|中|) on_(the|a)_department's_list on_the_(science|economy)_department's_list"},
	{fact: "on_department_list", code: "false", mode: settled, phrases: "(不在|没在|没进|没列入|未列入|没有进|没有列入)(科技局|经信局|科技厅|经信厅|科技部门|经信部门|主管部门|科经局|科技|经信|部门)(的|)(企业|重点|)(名单|名录|清单)(里|内|上|) not_on_(the|a|any)_department's_list"},
	{fact: "copyright_loan_repaid", code: "true", mode: settled, phrases: "(版权|著作权)(质押|)(贷款|质押贷款)(已|已经|都|全|也|)(还清|结清|还完|还了|还清了|结清了|还完了) (已|已经)(还清|结清)(了|)(版权|著作权)(质押|)贷款 copyright_loan_(is|was|has_been|been)_repaid repaid_the_copyright_loan"},
	{fact: "copyright_loan_repaid", code: "false", mode: settled, phrases: "(版权|著作权)(质押|)(贷款|质押贷款)(还|)(没|没有|未|没有)(还清|结清|还完|还) copyright_loan_(is|was|has)_not_(been_|)repaid"},
	{fact: "roadshow_participant", code: "true", mode: settled, phrases: "(参加了|参加过|报名了|入围了|报了名|已参加|已经参加|已报名|上过|进了|入围)(路演|路演大赛|路演比赛|知识产权路演|专利路演|一月一链路演|投融资路演|路演活动) 路演(报了名|报名了|参加了|参加过|入围了) took_part_in_(a|the)_roadshow (joined|entered)_(a|the)_roadshow"},
	{fact: "roadshow_participant", code: "false", mode: settled, phrases: "(没|没有|未|从没|还没|还没有|没报名|没有报名)(参加|参加过|报名|上过|)(路演|路演大赛|路演比赛|知识产权路演) not_taken_part_in_(a|any)_roadshow"},
	{fact: "known_litigation", code: "true", mode: noun, phrases: "潜在诉讼 已知诉讼 已知的诉讼 已知的潜在诉讼 侵权风险 侵权诉讼 known_litigation threatened_litigation pending_litigation"},
	{fact: "department_recommended", code: "true", mode: settled, phrases: "(有|拿到了|得到了|获得|获得了|有了|被)(主管部门|科技局|经信局|科技厅|知识产权局|园区|部门|市局|区局|县局|主管部门的)(的|)(推荐|推荐函|推荐信)(了|) recommended_by_(the|a)_(competent_|)(department|bureau|authority)"},
	{fact: "department_recommended", code: "false", mode: settled, phrases: "(没有|没|无|还没|还没有)(主管部门|科技局|经信局|部门|知识产权局)(的|)(推荐|推荐函) not_recommended_by"},
	{fact: "rights_core_business", code: "true", mode: settled, phrases: "(和|与|跟|都和|都跟|都与)(我们|公司|企业|我们的|公司的|)(主营业务|主业|主营|主营产品|主要产品)(是|密切|直接|高度|都|)(相关|有关)(的|) related_to_(our|the)_(core|main)_business"},
	{fact: "rights_core_business", code: "false", mode: settled, phrases: "(和|与|跟)(我们|公司|企业|我们的|公司的|)(主营业务|主业|主营|主营产品)(不|没有|没|无|没什么|不太)(相关|关|有关|关系|关联|相关的) (not_|un)related_to_(our|the)_(core|main)_business"},
	{fact: "strategic_industry", code: "true", mode: noun, phrases: "战略性新兴产业 战略新兴产业 战新产业 strategic_emerging_industry"},
	{fact: "farm_related", code: "true", mode: noun, phrases: "三农主体 三农 涉农企业 农业经营主体 新型农业经营主体 farm-related"},
	{fact: "startup_innovator", code: "true", mode: noun, phrases: "创业创新主体 双创主体 双创企业 创业主体 创业担保对象"},
	{fact: "priority_industry", code: "true", mode: noun, phrases: "当地重点产业 重点产业 本地重点产业 priority_industry"},

	{fact: "entity_kind", code: "company", mode: noun, phrases: "有限公司 有限责任公司 股份公司 股份有限公司 (科技|贸易|农业|生物|软件|制造|小|民营|初创|软件|种业|电子|机械|食品|医药|化工|新材料|环保|建筑|设备|医疗|信息|网络|文化|传媒|茶叶|初创科技|民营科技|小科技|小制造|新)公司 limited_company company limited_liability_company"},
	{fact: "entity_kind", code: "company", mode: noun, phrases: "公司"},
	{fact: "entity_kind", code: "cooperative", mode: noun, phrases: "合作社 农民合作社 (茶叶|种植|养殖|农业|蔬菜|水果|艾草|水产|农机)(专业|)合作社"},
	{fact: "entity_kind", code: "sole_trader", mode: noun, phrases: "个体 个体工商户 个体户 sole_trader sole_proprietor self-employed"},
	{fact: "entity_kind", code: "association", mode: noun, phrases: "协会 (茶叶|茶|行业|产业|蕲艾|艾草|柑橘|水产|龙虾|云雾茶)(产业|行业|)协会 商会 association trade_association"},
	{fact: "entity_kind", code: "individual", mode: noun, phrases: "(以|用)个人名义 个人 自然人 自由职业 individual private_person private_individual"},
	{fact: "entity_kind", code: "farm", mode: noun, phrases: "家庭农场 农户 农场 种植户 养殖户 family_farm farmer farm"},
	{fact: "entity_kind", code: "institution", mode: noun, phrases: "事业单位 高校 大学 研究院 研究所 科研院所 university public_institution research_institute"},
	{fact: "entity_size", code: "micro", mode: noun, phrases: "微型 微型企业 微企 微型公司 micro_(firm|company|business|enterprise) micro-enterprise"},
	{fact: "entity_size", code: "small", mode: noun, phrases: "小型 小型企业 小企业 小型公司 small_(firm|company|business|enterprise)"},
	{fact: "entity_size", code: "medium", mode: noun, phrases: "中型 中型企业 中型公司 medium-sized_(firm|company|business|enterprise) medium_(firm|company|business|enterprise) mid-sized_(firm|company|business|enterprise)"},
	{fact: "entity_size", code: "large", mode: noun, phrases: "大型 大型企业 大企业 大型公司 large_(firm|company|business|enterprise)"},
	{fact: "entity_size", code: "", mode: noun, phrases: "小微 小微企业 中小企业 中小微企业 中小微 中小 小微型企业 small_and_micro (small_and_|)medium-sized_enterprises (small|micro)_and_(small|medium|micro)_(firm|company|business|enterprise|businesses|enterprises) small_or_micro sme"},

	{fact: "statuses", code: "high_tech", mode: noun, phrases: "国家高新技术企业 国家级高新技术企业 省级高新技术企业 国家级高企 高企 高新企业 高新 高新技术企业 国高 国高新 国家高新 高新技术 高企证书 high-tech_enterprise high-tech_firm high-tech_company high_tech_firm high_tech_company high_tech_enterprise hi-tech_enterprise hnte high-tech_status high-tech_certificate high-tech_certification high-tech high-tech_qualification"},
	{fact: "statuses", code: "tech_enterprise", mode: noun, phrases: "科技型企业 科技企业 入库科技型企业 technology_enterprise"},
	{fact: "statuses", code: "tech_sme", mode: noun, phrases: "科小 科技型中小企业 科技中小企业 科技型中小 科技型小微企业 tech_sme technology_sme technology_small_business tech-based_sme technology-based_sme"},
	{fact: "statuses", code: "innovative_sme", mode: noun, phrases: "创新型中小企业 创新型中小 创新型小企业 innovative_sme"},
	{fact: "statuses", code: "srdi", mode: noun, phrases: "专精特新 专精特新企业 专精特新中小企业 省专精特新 省级专精特新 省级专精特新企业 省级专精特新中小企业 srdi srdi_firm srdi_company srdi_enterprise"},
	{fact: "statuses", code: "little_giant", mode: noun, phrases: "小巨人 小巨人企业 专精特新小巨人 专精特新_小巨人 国家级小巨人 国家小巨人 国家级专精特新小巨人 国家专精特新小巨人 专精特新小巨人企业 little_giant little_giant_firm"},
	{fact: "statuses", code: "single_champion", mode: noun, phrases: "单项冠军 制造业单项冠军 单项冠军企业 single_champion single-product_champion"},
	{fact: "statuses", code: "unicorn", mode: noun, phrases: "独角兽 独角兽企业 潜在独角兽 瞪羚独角兽 unicorn"},
	{fact: "statuses", code: "", mode: noun, phrases: "资质 企业资质 科技资质 资质荣誉 资格认定 荣誉资质 status_or_title qualifications special_status"},

	{fact: "kv_grade", code: "A", mode: noun, phrases: "(知识价值|知识价值评价|知识价值等级|知识价值评级|知识价值信用|)(等级|评级|评价|评分|)(是|为|)a(级|档|类) (等级|评级|知识价值等级|知识价值评价等级|评价等级|知识价值评级|价值等级)(是|为|)a a等 grade_a grade_is_a grade_of_a grade:_a graded_a rated_a"},
	{fact: "kv_grade", code: "B", mode: noun, phrases: "(知识价值|知识价值评价|知识价值等级|知识价值评级|知识价值信用|)(等级|评级|评价|评分|)(是|为|)b(级|档|类) (等级|评级|知识价值等级|知识价值评价等级|评价等级|知识价值评级|价值等级)(是|为|)b b等 grade_b grade_is_b grade_of_b grade:_b graded_b rated_b"},
	{fact: "kv_grade", code: "C", mode: noun, phrases: "(知识价值|知识价值评价|知识价值等级|知识价值评级|知识价值信用|)(等级|评级|评价|评分|)(是|为|)c(级|档|类) (等级|评级|知识价值等级|知识价值评价等级|评价等级|知识价值评级|价值等级)(是|为|)c c等 grade_c grade_is_c grade_of_c grade:_c graded_c rated_c"},
	{fact: "kv_grade", code: "D", mode: noun, phrases: "(知识价值|知识价值评价|知识价值等级|知识价值评级|知识价值信用|)(等级|评级|评价|评分|)(是|为|)d(级|档|类) (等级|评级|知识价值等级|知识价值评价等级|评价等级|知识价值评级|价值等级)(是|为|)d d等 grade_d grade_is_d grade_of_d grade:_d graded_d rated_d"},
	{fact: "kv_grade", code: "E", mode: noun, phrases: "(知识价值|知识价值评价|知识价值等级|知识价值评级|知识价值信用|)(等级|评级|评价|评分|)(是|为|)e(级|档|类) (等级|评级|知识价值等级|知识价值评价等级|评价等级|知识价值评级|价值等级)(是|为|)e e等 grade_e grade_is_e grade_of_e grade:_e graded_e rated_e"},

	{fact: "need", code: "loan", mode: noun, phrases: "贷款 借款 融资 借钱 贷钱 代款 带款 贷到 借到 贷出 拿贷款 贷 借 贷点 借点 贷个 借个 贷笔 借笔 信用贷款 质押贷款 质押融资 抵押贷款 经营贷款 流动资金贷款 快贷 资金周转 周转 贷点款 贷点钱 借点钱 借笔钱 贷笔款 专利贷 知识价值贷 loan borrow financing finance funding borrowing credit"},
	{fact: "need", code: "guarantee", mode: noun, phrases: "担保 担保服务 担保贷 guarantee guarantee_service"},
	{fact: "need", code: "subsidy", mode: noun, phrases: "贴息 补贴 补助 奖补 贴息补贴 贷款贴息 利息补贴 质押贴息 担保费补贴 保费补贴 融资补贴 贷款补贴 政府补贴 财政补贴 奖励 interest_subsidy subsidy subsidies"},
	{fact: "need", code: "insurance", mode: noun, phrases: "保险 投保 买保险 侵权险 海外侵权险 上保险 买份保险 买个保险 insurance insure"},
	{fact: "need", code: "valuation", mode: noun, phrases: "估值 评估 估价 评估专利 估个价 评估一下 做评估 做个评估 做估值 valuation value_my_patent appraisal value_our_patent appraise (my|our|the)_patent(s|)_(valued|appraised)"},
	{fact: "need", code: "sell_ip", mode: noun, phrases: "卖专利 转让专利 卖商标 转让 托管 卖掉专利 出售专利 转让商标 sell_(my|our|the|a)_(patent|patents|trademark|rights) sell_patents sell_a_patent transfer_(my|our)_patent"},
	{fact: "need", code: "license_ip", mode: noun, phrases: "许可 开放许可 许可给别人 做开放许可 对外许可 license_(my|our|the|a)_(patent|patents|trademark) license licence license_out open_licence open_license licensing"},
	{fact: "need", code: "equity", mode: noun, phrases: "股权投资 股权融资 股权 投资人 风投 找投资 拿投资 引入投资 引进投资 equity investor investors venture_capital equity_investment"},
	{fact: "need", code: "securitisation", mode: noun, phrases: "证券化 资产证券化 知识产权证券化 abs securitisation securitization"},
	{fact: "need", code: "registration", mode: noun, phrases: "质押登记 登记 办登记 办质押登记 质权登记 数据登记 办理质押登记 做质押登记 registration register_a_pledge register_the_pledge pledge_registration"},
	{fact: "need", code: "pre_examination", mode: noun, phrases: "快速预审 预审 加快授权 快速授权 加快审查 快速审查 fast_examination pre-examination accelerated_examination"},
	{fact: "need", code: "rights_protection", mode: noun, phrases: "维权 打官司 维权援助 侵权维权 告侵权 起诉侵权 enforcement rights_protection enforce_(my|our|the)_patent"},
	{fact: "need", code: "roadshow", mode: noun, phrases: "路演 路演对接 参加路演 上路演 对接投资人 融资路演 roadshow"},
}
