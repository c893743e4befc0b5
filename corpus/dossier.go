package corpus

// DossierEntry is one id of the dossier of facts that the corpus is made from.
type DossierEntry struct {
	ID         string `yaml:"id,required"`
	Confidence string `yaml:"confidence"` // high, medium, low; empty for formulas, examples and gaps
	LeftOut    string `yaml:"left_out"`   // why the corpus does not hold it
	Pos        Pos    `yaml:"-"`
}
