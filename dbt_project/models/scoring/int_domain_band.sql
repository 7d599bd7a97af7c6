-- The composite of every scored cell with its one-sided p, the cycle's false discovery rate and the raw band.
{{ domain_band(ref('int_risk_contribution')) }}
