package corpus

// DossierEntry is one id of the dossier of facts that the corpus is made from.
type DossierEntry struct {
	ID         string     `yaml:"id,required"`
	Confidence Confidence `yaml:"confidence"` // empty for formulas, examples and gaps
	LeftOut    string     `yaml:"left_out"`   // why the corpus does not hold it
	Pos        Pos        `yaml:"-"`
}
