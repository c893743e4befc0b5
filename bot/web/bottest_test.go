package web_test

import (
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"zhirong/bot"
	"zhirong/bot/bottest"
	"zhirong/bot/web"
	"zhirong/corpus"
)

// reader is a person at a browser without script.
type reader struct {
	client *http.Client
	base   string
	page   string
}

func (p *reader) load(r *http.Response, err error) error {
	if err != nil {
		return err
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	if r.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", r.Status, data)
	}
	p.page = string(data)
	return nil
}

var (
	keyForm    = regexp.MustCompile(`<input type="hidden" name="key" value="([^"]*)">`)
	buttonForm = regexp.MustCompile(`<button class="chip" name="action" value="([^"]*)">([^<]*)</button>`)
	citeForm   = regexp.MustCompile(`<a class="cite"[^>]*>(\d+)</a>`)
	tagForm    = regexp.MustCompile(`<[^>]*>`)
)

func (p *reader) send(form url.Values) (string, error) {
	key := keyForm.FindStringSubmatch(p.page)
	if key == nil {
		return "", errors.New("the page has no form")
	}
	form.Set("key", key[1])
	r, err := http.NewRequest(http.MethodPost, p.base+"/chat", strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", p.base)
	if err := p.load(p.client.Do(r)); err != nil {
		return "", err
	}
	return p.last(), nil
}

// last is what is seen of the newest reply.
func (p *reader) last() string {
	i := strings.LastIndex(p.page, `<article class="msg bot"`)
	if i < 0 {
		return ""
	}
	article, _, _ := strings.Cut(p.page[i:], "</article>")
	article, _, _ = strings.Cut(article, `<footer class="msg-foot">`) // its hidden copy as plain text is not seen
	article = citeForm.ReplaceAllString(article, "[$1]")
	return html.UnescapeString(tagForm.ReplaceAllString(article, " "))
}

func (p *reader) Say(text string) (string, error) { return p.send(url.Values{"text": {text}}) }

func (p *reader) Press(label string) (string, error) {
	all := buttonForm.FindAllStringSubmatch(p.page, -1)
	for i := len(all) - 1; i >= 0; i-- {
		if html.UnescapeString(all[i][2]) == label {
			return p.send(url.Values{"action": {html.UnescapeString(all[i][1])}})
		}
	}
	return "", fmt.Errorf("there is no button %q", label)
}

func TestWebWithoutScriptShowsAllOfEveryReply(t *testing.T) {
	t.Parallel()
	g, err := bot.MemoryGeneration(corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	bottest.Run(t, g, func(t *testing.T, _ *corpus.Set, a bot.Answerer) bottest.Person {
		s, err := web.New(web.Options{Answerer: a, Live: bot.NewLive(g), Limits: web.Limits{SessionRate: 1000, SessionBurst: 1000}})
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(s.Handler())
		t.Cleanup(server.Close)
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		p := &reader{client: &http.Client{Jar: jar}, base: server.URL}
		if err := p.load(p.client.Get(server.URL + "/")); err != nil {
			t.Fatal(err)
		}
		return p
	})
}
