package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func TestEveryObjectOfABatchFitsTheSchema(t *testing.T) {
	t.Parallel()
	schema, err := jsonschema.NewCompiler().Compile("../../docs/reply.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{
		`{"id":1,"session":"a","text":"我们在江夏，有3个发明专利和一些商标，想贷300到500万，不是高企"}`,
		`{"id":2,"session":"a","text":"不知道"}`, `{"id":3,"session":"a","text":"质押登记要什么材料，多久能办好？"}`,
		`{"id":"x","text":"How much is the subsidy in Wuhan?"}`, `{"id":null,"text":"你好"}`, `{"text":"你是蠢货"}`, `{"id":[1],"text":"今天天气怎么样"}`,
		`{"id":7,"text":""}`, `nonsense`, `{"id":8}`, `{"id":9,"text":"x","as_of":"x"}`, `{"id":10,"text":"我的数据"}`, `{"id":11,"text":"库里有几个产品"}`,
		`{"id":12,"text":"保证能批吗"}`, `{"id":13,"text":"江夏是试点吗"}`, `{"id":14,"text":"武汉农商行知识产权质押贷利率多少"}`,
	}
	var out, errs bytes.Buffer
	code := run(context.Background(), []string{"ask", "--data", sharedData(t), "--json", "--batch", "-"}, streams{strings.NewReader(strings.Join(lines, "\n")), &out, &errs})
	if code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	got := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(got) != len(lines) {
		t.Fatalf("%d objects for %d lines", len(got), len(lines))
	}
	for i, line := range got {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		if err := schema.Validate(v); err != nil {
			t.Errorf("line %d: %v\n%s", i+1, err, line)
		}
	}
}
