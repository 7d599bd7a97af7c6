-- The least a cell's band may be for what stands open in the concern log, whatever the survey says.
{{ domain_floor(ref('int_concern_cell')) }}
