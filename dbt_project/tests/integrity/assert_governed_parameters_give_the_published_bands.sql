-- What is it? The firmness of bands is recomposed from the score's intermediate results; under the governed
-- parameters every recomposed band must be the published one.
-- When does it matter? Otherwise a difference of two formulas would be told as a lack of firmness.
-- How to resolve: compare int_domain_band_alternative and int_survey_z_alternative with int_domain_composite,
-- int_concern_score and int_survey_domain_score: a formula was changed in one place only.
select *
from {{ ref('int_domain_band_alternative') }}
where alternative_code = 'governed'
