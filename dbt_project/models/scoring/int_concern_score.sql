-- Concerns of an exposed cell as limits, flag and a one-sided z (scoring method section 4).
{{ concern_score(ref('int_concern_exposure'), ref('int_concern_overdispersion')) }}
