{#-
  Question columns of a survey return, in the order of the question bank (seeds/question.csv; a test compares
  the two). A macro because column names must be known when SQL is compiled, before the seed is loaded.
-#}
{% macro single_choice_questions() -%}
    {{ return([
        'overall_experience', 'supervision', 'induction', 'facilities', 'teamwork', 'learning_opportunities',
        'education_valued', 'multiprofessional_learning', 'learner_forum', 'simulation', 'recommend_work',
        'wellbeing_know', 'wellbeing_able', 'safe_care', 'suggest_improvement', 'concerns_know',
        'concerns_comfortable', 'guardian_know', 'recommend_treatment', 'workload', 'unsupervised_tasks',
        'considered_leaving', 'bullying_experienced', 'bullying_reported', 'bullying_dealt',
        'discrimination_patients', 'discrimination_staff', 'discrimination_reported', 'discrimination_dealt',
        'sexual_behaviour_staff', 'sexual_behaviour_patients', 'sexual_behaviour_reported',
        'sexual_behaviour_acted_on',
    ]) }}
{%- endmacro %}

{#- Questions of which several options may be chosen, joined with semicolons in a return. -#}
{% macro multiple_choice_questions() -%}
    {{ return(['recommend_reasons', 'leaving_reasons']) }}
{%- endmacro %}
