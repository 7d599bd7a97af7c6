-- Which sources enter a cell's composite, and the multiplier each of their z gets (scoring method section 5).
-- Concerns and self-assessment are one-sided: they enter only where that raises the composite, so that
-- neither a clean log nor a declaration of "met" can dilute what another source says. The survey stays in.
{{ domain_composite(ref('int_concern_score'), ref('int_self_assessment_score')) }}
