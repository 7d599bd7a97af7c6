-- Overdispersion of concern counts on the square-root scale, over the cells with enough expected (section 4).
-- Few cells of one profession expect that many, so a cycle's cells are taken together.
{{ concern_overdispersion(ref('int_concern_exposure')) }}
