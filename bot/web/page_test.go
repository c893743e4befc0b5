package web

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zhirong/bot"
)

func TestQuestionInTheAddressWaitsInTheBox(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, newServer(t, nil))
	for query, want := range map[string]string{
		"专利质押登记要什么材料":                   ">专利质押登记要什么材料</textarea>",
		"</textarea><script>1</script>": "&lt;/textarea&gt;&lt;script&gt;1&lt;/script&gt;</textarea>",
		"a\u202eb\x00c\xff":             ">abc</textarea>",
		"":                              "></textarea>",
	} {
		page := b.get("/?q=" + url.QueryEscape(query)).Body.String()
		if !strings.Contains(page, want) {
			t.Errorf("%q: the box does not hold %q", query, want)
		}
		if strings.Contains(page, `class="msg`) {
			t.Errorf("%q was sent by looking at the page", query)
		}
	}
	page := b.get("/?q=" + strings.Repeat("a", 5000)).Body.String()
	if !strings.Contains(page, strings.Repeat("a", 2000)+"</textarea>") || strings.Contains(page, strings.Repeat("a", 2001)) {
		t.Error("a long question is not cut to what may be sent")
	}
}

func TestImprintStandsBeneathEveryPageOnceSet(t *testing.T) {
	t.Parallel()
	with := newBrowser(t, newServer(t, func(o *Options) {
		o.Imprint = Imprint{Operator: "<某单位>", Complaints: "网站留言", ICP: "示例备1号", Generative: "某模型-1"}
	}))
	without := newBrowser(t, newServer(t, nil))
	for _, path := range []string{"/", "/privacy", "/library/", "/library/policy", "/nowhere"} {
		page := with.get(path).Body.String()
		for _, want := range []string{"主办：&lt;某单位&gt;", "网站留言", "示例备1号", "生成式服务备案：某模型-1"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s does not show %q", path, want)
			}
		}
		if strings.Contains(page, "算法备案") || strings.Contains(without.get(path).Body.String(), "imprint") {
			t.Errorf("%s shows what is not set", path)
		}
	}
}

func TestAPaperIsPrintedByItself(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, newServer(t, func(o *Options) { o.Answerer = advisor(t) }))
	at := ""
	for i, text := range []string{"这件发明专利值多少钱", "2019年5月10日", "已授权，正常", "都交了", "500万", "跳过", "100万", "质押融资", "把测算表发给我"} {
		w := b.post("/chat", "key", "paper"+strings.Repeat("x", i), "text", text)
		_, at, _ = strings.Cut(w.Header().Get("Location"), "#m-")
	}
	want(t, b.get("/"), 200, `href="/print/`+at+`">`, "打印这份专利价值测算表", "专利价值测算表-2026-11-22.xlsx")
	page := b.get("/print/" + at)
	want(t, page, 200, "<h1>专利价值测算表</h1>", "<title>专利价值测算表 · ", "F-VAL-3", "用到的数字", "填写和改动记录", "不是评估报告", "哪个数字影响最大", "《中华人民共和国专利法》")
	without(t, page, `class="top"`, `class="asked"`, "把测算表发给我", "<script>")
	want(t, b.get("/file/"+at+"/0"), 200, "PK")
	earlier := b.get("/").Body.String()
	if n := strings.Count(earlier, "打印这份"); n != 1 {
		t.Errorf("%d answers are papers", n)
	}
}

func TestSwitchesOfAPostedPageCanBeFollowed(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, newServer(t, nil))
	page := b.post("/chat", "key", "long", "text", strings.Repeat("长", 2001)).Body.String()
	if strings.Contains(page, `href="/chat?`) || !strings.Contains(page, `href="/?size=large"`) {
		t.Error("the switches of a refused message lead to an address that takes forms only")
	}
}

func TestWhatIsForgottenLeavesThePageToo(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, newServer(t, func(o *Options) {
		o.Answerer = answers(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
			r, err := echo(ctx, m)
			switch m.Text {
			case "export":
				r.Blocks = append(r.Blocks, bot.File{Name: "mine.json", Type: "application/json", Data: []byte("PLANTED")})
			case "delete":
				r.Turn.Forgot = true
			}
			return r, err
		})
	}))
	b.do(form("/chat", "key", "k1aaaaaaaa", "text", "PLANTED words"))
	b.do(form("/chat", "key", "k2aaaaaaaa", "text", "export"))
	page := b.get("/").Body.String()
	file := fileForm.FindString(page)
	if !strings.Contains(page, "PLANTED words") || file == "" || !strings.Contains(b.get(file).Body.String(), "PLANTED") {
		t.Fatal("the page does not show what was said, or has no file")
	}
	print := printForm.FindString(page)
	b.do(form("/chat", "key", "k3aaaaaaaa", "text", "delete"))
	page = b.get("/").Body.String()
	if strings.Contains(page, "PLANTED") || !strings.Contains(page, "heard: delete") {
		t.Error("the page still shows what was said before, or not the last answer")
	}
	for _, path := range []string{file, print} {
		if w := b.get(path); w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "PLANTED") {
			t.Errorf("%s is still there: %d", path, w.Code)
		}
	}
}

var (
	fileForm  = regexp.MustCompile(`/file/[a-z0-9]+/\d+`)
	printForm = regexp.MustCompile(`/print/[a-z0-9]+`)
)
