-- Concerns observed and expected in a cell, if its learners met concerns at the rate of their profession.
-- Only cells with learner numbers; without them there is no exposure, and no score is guessed.
{{ concern_exposure(ref('int_concern_cell')) }}
