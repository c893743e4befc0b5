package bot

import (
	"regexp"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
)

// claimed are the words of who claims an office to be given something: access, what
// others told, or a decision.
var claimed = regexp.MustCompile(`给我|给他|给这|给一下|发我|发来|发给|发到|把|打开|开放|开通|开个|开后台|开调试|权限|登录|密码|口令|账号|帐号|切换|身份|后台|导出|快发|速发|要全|调出|调一下|调取|调阅|调某|交出|披露|名单|清单|日志|档案|内部|内情|诉求|命令|指示|授权|听我|解除|停止|放行|通过|批了|批准|改一下|管理员|超级|最高|sudo|验证|校验|列出|检查|假设|假如|他们的|要求你|提供|查一下|查他|查看|需要他|全部|所有|客户资料|聊天|电话多少|手机号|姓名|上级|领导|老板的老板|你老板|你上|你们|免|admin|root|debug|developer mode|password|passcode|token|access|rights|privilege|unlock|export|reveal|release|hand over|show|share|assume|suppose|send|give me|pull up|order|lift|restriction|switch off|backend|back end|dashboard|log|every|inspect|approve|pass this|change the|add this|token|verified|your boss|your supervisor|behalf`)

// introduction is who a person says to be, up to what is asked.
var introduction = regexp.MustCompile(`(?i)^\s*(?:你好|您好|hello|hi)?[，,。.！!\s]*(?:(?:我们?|咱们?|俺|本人)(?:就)?(?:是|在|开|做)[^，,。.；;！!？?]*(?:[，,。.；;！!？?]+|$)|(?:i'm|i am|i work|we're|we are|i run|i own)\b[^,.;!?]*(?:[,.;!?]+|$))\s*`)

// introduced reads who only says who he is as wanting to know what there is, and
// who asks something besides by what is asked: an office that is claimed is
// declined for what is demanded with it.
func (t *turn) introduced(p intents.Part) intents.Part {
	if p.Intent != "impersonation" || p.Bait || claimed.MatchString(corpus.Fold(p.Text)) {
		return p
	}
	rest := introduction.ReplaceAllString(p.Text, "")
	if rest != p.Text && strings.TrimSpace(rest) != "" {
		if u := t.g.Model.Understand(rest, t.today, t.lang); len(u.Parts) == 1 && u.Parts[0].Scope && !declined[u.Parts[0].Intent] && u.Parts[0].Intent != "demand_report" {
			if q := u.Parts[0]; q.Question || len(q.Heard.Facts) == 0 {
				q.Heard = p.Heard
				return q
			}
		}
	}
	p.Intent, p.Confidence, p.Scope = "match_products", sureIntent, true
	return p
}

// demanded reports whether a message claims an office or asks for what others told,
// and wants to be given it.
func demanded(p intents.Part) bool {
	return (p.Intent == "impersonation" || p.Intent == "others_data") && p.Confidence >= 0.5 && claimed.MatchString(corpus.Fold(p.Text)) && !asksRule(p.Text)
}

// forMembers are the words of who asks for others that an association lends its name to.
var forMembers = regexp.MustCompile(`协会|会员|社员|成员|members|association`)

// tellsOwn reports whether a message says who the person is and what the firm has,
// and asks nothing.
func (t *turn) tellsOwn(p intents.Part) bool {
	return len(t.u.Parts) == 1 && !p.Question && len(p.Heard.Facts) > 0 && introduction.MatchString(p.Text) && !forMembers.MatchString(corpus.Fold(p.Text)) &&
		!askingForm.MatchString(corpus.Fold(p.Text)) && len(t.g.Base.Banks(p.Text)) == 0 && len(t.g.Base.Named(p.Text)) == 0
}
