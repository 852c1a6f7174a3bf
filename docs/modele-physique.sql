-- Écrit par docs/generate.ts : les tables que les projections créent. Celles du journal, des clés, des points de contrôle

-- et de l’exploitation sont dans sql/.

create schema records;

create schema imports;

create schema published;

create schema personal;

create table records.record (
  record_id uuid primary key,
  type text not null,
  source text not null,
  key text,
  -- What the spellings of its natural key have in common, hashed; with a secret where it is about a person. Null without key.
  compared_key bigint,
  subject uuid,
  version int not null,
  position bigint not null,
  status text not null check (status in ('open', 'published', 'rejected', 'withdrawn')),
  -- Hashes of what its source last stated: the base, then its alternatives.
  stated text[] not null,
  base_version int,
  base_import uuid,
  base_row int,
  people boolean not null,
  unstated boolean not null,
  -- The import that no longer stated it.
  unstated_import uuid,
  content_hash text,
  outcome_hash text,
  severity text check (severity in ('info', 'warn', 'error', 'block')),
  published_version int
);
-- Imports lie together on disk, so a block range index finds them at hardly any cost while importing.
create index record_base_import on records.record using brin (base_import) with (pages_per_range = 32, autosummarize = on);
create index record_subject on records.record (subject) where subject is not null;
-- Only ever asked for equality, and a hash index costs an import a third of what a tree does.
create index record_compared_key on records.record using hash (compared_key);

-- Natural keys that the definitions of a source have or had: JSON lists of fields.
create table records.source_key (
  source text not null,
  fields text not null,
  -- Position of its first registration.
  since bigint not null,
  primary key (source, fields)
);

-- One row an event. Current between from_position (inclusive) and to_position (exclusive; null: until now).
create table records.record_history (
  record_id uuid not null,
  version int not null,
  from_position bigint not null,
  to_position bigint,
  status text not null,
  severity text,
  -- The row of this version holds the content; sealed for types about people.
  content_version int,
  content json,
  published_version int,
  published_content_version int,
  primary key (record_id, version)
);

-- Findings on the newest content of records of types without people.
create table records.finding (
  record_id uuid not null,
  ordinal int not null,
  rule text not null,
  version int not null,
  severity text not null,
  field text,
  params json,
  suggestion json,
  holds boolean not null,
  waived boolean not null,
  primary key (record_id, ordinal)
);
create index finding_rule on records.finding (rule, severity);

-- Findings on records about people: their number per severity in clear, themselves sealed.
create table records.sealed_finding (
  record_id uuid primary key,
  info int not null,
  warn int not null,
  error int not null,
  block int not null,
  findings json
);

-- Exactly the open records. `rank` orders severities: 0 none, 1 info … 4 block.
create table records.review_queue (
  record_id uuid primary key,
  type text not null,
  source text not null,
  since bigint not null,
  severity text,
  rank int not null,
  -- Rules of its findings that nobody waived; empty for types about people.
  rules text[] not null
);
create index review_queue_order on records.review_queue (rank desc, since, record_id);

-- What people agreed to, as it stands now; what they signed is in the log, sealed.
create table records.consent (
  subject uuid not null,
  purpose text not null,
  namespace text,
  status text not null check (status in ('recorded', 'withdrawn')),
  -- Of the event that says so.
  position bigint not null,
  primary key (subject, purpose)
);
create index consent_namespace on records.consent (namespace, purpose, position);

-- How many records have which status.
create table records.tally (
  type text not null,
  source text not null,
  status text not null,
  records bigint not null check (records > 0),
  primary key (type, source, status)
);

create table imports.source (
  name text primary key,
  version int,
  definition json,
  registered_position bigint,
  last_import uuid,
  -- How many definitions were registered, which numbers them from 1.
  definitions int not null default 0
);

-- Every definition of a source, by number: imports are pinned to one.
create table imports.source_definition (
  source text not null,
  number int not null,
  definition json not null,
  -- Where people mapped columns: what they agreed on, which later definitions of the source get too.
  mapping json,
  position bigint not null,
  primary key (source, number)
);

create table imports.import_run (
  import_id uuid primary key,
  source text not null,
  status text not null check (status in ('running', 'paused', 'held', 'completed', 'given-up', 'failed', 'withdrawing', 'withdrawn')),
  previous_import uuid,
  trigger text,
  -- sha256 of the bytes; for sources of people an HMAC of it.
  digest text,
  bytes bigint,
  file_name text,
  contract int,
  source_version int,
  ruleset int,
  header json,
  -- When it was decided; finished_at is the store's time of the event that ended it.
  started_at timestamptz,
  finished_at timestamptz,
  rows_read bigint not null default 0,
  rows_new bigint not null default 0,
  rows_revised bigint not null default 0,
  rows_unchanged bigint not null default 0,
  rows_duplicate bigint not null default 0,
  rows_conflicting bigint not null default 0,
  rows_quarantined bigint not null default 0,
  rows_repaired bigint not null default 0,
  -- Rows whose key is spelled otherwise than that of their record.
  rows_respelled bigint not null default 0,
  -- Judged rows per rule and severity: [{ rule, severity, count }].
  findings json not null default '[]',
  -- Bad and evaluated judged rows per rule and field: [{ rule, field, dimension, bad, evaluated }].
  metrics json not null default '[]',
  -- Stated columns that the batch verdict takes out of the way.
  unreliable json,
  -- Rows of the file, and how many of them state a value, by field: what the source's next import is compared with.
  file_rows bigint,
  filled json,
  -- Columns of the definition that the file does not have.
  absent json,
  -- Records that stood and that a snapshot does not state.
  missing_records bigint,
  failure json,
  pause text,
  -- Why it was held, answered or not; the last mapping proposed for it and by whom; whether a second person agreed.
  hold json,
  mapping json,
  mapping_agreed boolean not null default false,
  -- Why it was given up.
  given_up text,
  accepted_position bigint,
  started_position bigint,
  position bigint not null
);
create index import_run_source on imports.import_run (source, accepted_position);
create index import_run_digest on imports.import_run (source, digest);
create index import_run_previous on imports.import_run (previous_import);
-- What waits, for somebody or for the next run: few at any time.
create index import_run_unfinished on imports.import_run (source, accepted_position)
  where status in ('running', 'paused', 'held', 'withdrawing');

-- Records that their source's last snapshot does not state and that were kept (`onMissing: keep`), with the import that
-- was the first not to state them.
create table imports.missing_record (
  record_id uuid primary key,
  source text not null,
  import_id uuid not null
);
create index missing_record_source on imports.missing_record (source, record_id);

create table imports.quarantined_row (
  import_id uuid not null references imports.import_run,
  row int not null,
  sheet text,
  -- Half-open byte range in the original.
  bytes_from bigint,
  bytes_to bigint,
  reason text not null,
  params json not null,
  primary key (import_id, row)
);

-- What people decided on an import, by the version of its event; and what became of a held one without a person.
create table imports.import_answer (
  import_id uuid not null references imports.import_run,
  version int not null,
  answer text not null,
  actor text not null,
  at timestamptz not null,
  reason text,
  columns json,
  primary key (import_id, version)
);

-- One row a rule and field of an import.
create view imports.quality_metric as
  select r.source, r.import_id, m.dimension, m.field, m.rule, m.bad, m.evaluated
  from imports.import_run r,
    json_to_recordset(r.metrics) as m(rule text, field text, dimension text, bad bigint, evaluated bigint);

create table personal.person (person_id uuid primary key);
create table published.food (
  record_id uuid primary key,
  name text not null constraint food_name_check check (char_length(name) between 1 and 300),
  basis text not null constraint food_basis_check check (basis in ('portion', 'per_100g')),
  portion_text text constraint food_portion_text_check check (char_length(portion_text) between 1 and 100),
  portion_g double precision constraint food_portion_g_check check (portion_g between 0 and 10000),
  category text constraint food_category_check check (char_length(category) between 1 and 100),
  meal_type text constraint food_meal_type_check check (meal_type in ('breakfast', 'lunch', 'dinner', 'snack', 'side')),
  drink_ml double precision constraint food_drink_ml_check check (drink_ml between 0 and 20000),
  external_code text constraint food_external_code_check check (char_length(external_code) between 1 and 50),
  group_code text constraint food_group_code_check check (char_length(group_code) between 1 and 20),
  subgroup_code text constraint food_subgroup_code_check check (char_length(subgroup_code) between 1 and 20),
  subsubgroup_code text constraint food_subsubgroup_code_check check (char_length(subsubgroup_code) between 1 and 20),
  group_name text constraint food_group_name_check check (char_length(group_name) between 1 and 200),
  subgroup_name text constraint food_subgroup_name_check check (char_length(subgroup_name) between 1 and 200),
  subsubgroup_name text constraint food_subsubgroup_name_check check (char_length(subsubgroup_name) between 1 and 200),
  scientific_name text constraint food_scientific_name_check check (char_length(scientific_name) between 1 and 200),
  energy_kcal double precision constraint food_energy_kcal_check check (energy_kcal between 0 and 90000),
  energy_kj double precision constraint food_energy_kj_check check (energy_kj between 0 and 370000),
  energy_kcal_jones double precision constraint food_energy_kcal_jones_check check (energy_kcal_jones between 0 and 90000),
  energy_kj_jones double precision constraint food_energy_kj_jones_check check (energy_kj_jones between 0 and 370000),
  water_g double precision constraint food_water_g_check check (water_g between 0 and 10000),
  protein_g double precision constraint food_protein_g_check check (protein_g between 0 and 10000),
  protein_n625_g double precision constraint food_protein_n625_g_check check (protein_n625_g between 0 and 10000),
  carbohydrate_g double precision constraint food_carbohydrate_g_check check (carbohydrate_g between 0 and 10000),
  fat_g double precision constraint food_fat_g_check check (fat_g between 0 and 10000),
  fibre_g double precision constraint food_fibre_g_check check (fibre_g between 0 and 10000),
  sugars_g double precision constraint food_sugars_g_check check (sugars_g between 0 and 10000),
  fructose_g double precision constraint food_fructose_g_check check (fructose_g between 0 and 10000),
  galactose_g double precision constraint food_galactose_g_check check (galactose_g between 0 and 10000),
  glucose_g double precision constraint food_glucose_g_check check (glucose_g between 0 and 10000),
  lactose_g double precision constraint food_lactose_g_check check (lactose_g between 0 and 10000),
  maltose_g double precision constraint food_maltose_g_check check (maltose_g between 0 and 10000),
  sucrose_g double precision constraint food_sucrose_g_check check (sucrose_g between 0 and 10000),
  starch_g double precision constraint food_starch_g_check check (starch_g between 0 and 10000),
  polyols_g double precision constraint food_polyols_g_check check (polyols_g between 0 and 10000),
  ash_g double precision constraint food_ash_g_check check (ash_g between 0 and 10000),
  alcohol_g double precision constraint food_alcohol_g_check check (alcohol_g between 0 and 10000),
  organic_acids_g double precision constraint food_organic_acids_g_check check (organic_acids_g between 0 and 10000),
  cholesterol_mg double precision constraint food_cholesterol_mg_check check (cholesterol_mg between 0 and 10000000),
  salt_g double precision constraint food_salt_g_check check (salt_g between 0 and 10000),
  saturated_fat_g double precision constraint food_saturated_fat_g_check check (saturated_fat_g between 0 and 10000),
  monounsaturated_fat_g double precision constraint food_monounsaturated_fat_g_check check (monounsaturated_fat_g between 0 and 10000),
  polyunsaturated_fat_g double precision constraint food_polyunsaturated_fat_g_check check (polyunsaturated_fat_g between 0 and 10000),
  trans_fat_g double precision constraint food_trans_fat_g_check check (trans_fat_g between 0 and 10000),
  fa_4_0_g double precision constraint food_fa_4_0_g_check check (fa_4_0_g between 0 and 10000),
  fa_6_0_g double precision constraint food_fa_6_0_g_check check (fa_6_0_g between 0 and 10000),
  fa_8_0_g double precision constraint food_fa_8_0_g_check check (fa_8_0_g between 0 and 10000),
  fa_10_0_g double precision constraint food_fa_10_0_g_check check (fa_10_0_g between 0 and 10000),
  fa_12_0_g double precision constraint food_fa_12_0_g_check check (fa_12_0_g between 0 and 10000),
  fa_14_0_g double precision constraint food_fa_14_0_g_check check (fa_14_0_g between 0 and 10000),
  fa_16_0_g double precision constraint food_fa_16_0_g_check check (fa_16_0_g between 0 and 10000),
  fa_18_0_g double precision constraint food_fa_18_0_g_check check (fa_18_0_g between 0 and 10000),
  fa_18_1_n9_g double precision constraint food_fa_18_1_n9_g_check check (fa_18_1_n9_g between 0 and 10000),
  fa_18_2_n6_g double precision constraint food_fa_18_2_n6_g_check check (fa_18_2_n6_g between 0 and 10000),
  fa_18_3_n3_g double precision constraint food_fa_18_3_n3_g_check check (fa_18_3_n3_g between 0 and 10000),
  fa_20_4_n6_g double precision constraint food_fa_20_4_n6_g_check check (fa_20_4_n6_g between 0 and 10000),
  fa_20_5_n3_g double precision constraint food_fa_20_5_n3_g_check check (fa_20_5_n3_g between 0 and 10000),
  fa_22_6_n3_g double precision constraint food_fa_22_6_n3_g_check check (fa_22_6_n3_g between 0 and 10000),
  calcium_mg double precision constraint food_calcium_mg_check check (calcium_mg between 0 and 10000000),
  chloride_mg double precision constraint food_chloride_mg_check check (chloride_mg between 0 and 10000000),
  copper_mg double precision constraint food_copper_mg_check check (copper_mg between 0 and 10000000),
  iron_mg double precision constraint food_iron_mg_check check (iron_mg between 0 and 10000000),
  iodine_ug double precision constraint food_iodine_ug_check check (iodine_ug between 0 and 10000000000),
  magnesium_mg double precision constraint food_magnesium_mg_check check (magnesium_mg between 0 and 10000000),
  manganese_mg double precision constraint food_manganese_mg_check check (manganese_mg between 0 and 10000000),
  phosphorus_mg double precision constraint food_phosphorus_mg_check check (phosphorus_mg between 0 and 10000000),
  potassium_mg double precision constraint food_potassium_mg_check check (potassium_mg between 0 and 10000000),
  selenium_ug double precision constraint food_selenium_ug_check check (selenium_ug between 0 and 10000000000),
  sodium_mg double precision constraint food_sodium_mg_check check (sodium_mg between 0 and 10000000),
  zinc_mg double precision constraint food_zinc_mg_check check (zinc_mg between 0 and 10000000),
  vitamin_a_rae_ug double precision constraint food_vitamin_a_rae_ug_check check (vitamin_a_rae_ug between 0 and 10000000000),
  retinol_ug double precision constraint food_retinol_ug_check check (retinol_ug between 0 and 10000000000),
  beta_carotene_ug double precision constraint food_beta_carotene_ug_check check (beta_carotene_ug between 0 and 10000000000),
  vitamin_d_ug double precision constraint food_vitamin_d_ug_check check (vitamin_d_ug between 0 and 10000000000),
  vitamin_d2_ug double precision constraint food_vitamin_d2_ug_check check (vitamin_d2_ug between 0 and 10000000000),
  vitamin_d3_ug double precision constraint food_vitamin_d3_ug_check check (vitamin_d3_ug between 0 and 10000000000),
  alpha_tocopherol_mg double precision constraint food_alpha_tocopherol_mg_check check (alpha_tocopherol_mg between 0 and 10000000),
  vitamin_e_mg double precision constraint food_vitamin_e_mg_check check (vitamin_e_mg between 0 and 10000000),
  vitamin_k1_ug double precision constraint food_vitamin_k1_ug_check check (vitamin_k1_ug between 0 and 10000000000),
  vitamin_k2_ug double precision constraint food_vitamin_k2_ug_check check (vitamin_k2_ug between 0 and 10000000000),
  vitamin_c_mg double precision constraint food_vitamin_c_mg_check check (vitamin_c_mg between 0 and 10000000),
  vitamin_b1_mg double precision constraint food_vitamin_b1_mg_check check (vitamin_b1_mg between 0 and 10000000),
  vitamin_b2_mg double precision constraint food_vitamin_b2_mg_check check (vitamin_b2_mg between 0 and 10000000),
  vitamin_b3_mg double precision constraint food_vitamin_b3_mg_check check (vitamin_b3_mg between 0 and 10000000),
  vitamin_b5_mg double precision constraint food_vitamin_b5_mg_check check (vitamin_b5_mg between 0 and 10000000),
  vitamin_b6_mg double precision constraint food_vitamin_b6_mg_check check (vitamin_b6_mg between 0 and 10000000),
  folate_dfe_ug double precision constraint food_folate_dfe_ug_check check (folate_dfe_ug between 0 and 10000000000),
  folate_ug double precision constraint food_folate_ug_check check (folate_ug between 0 and 10000000000),
  folate_intrinsic_ug double precision constraint food_folate_intrinsic_ug_check check (folate_intrinsic_ug between 0 and 10000000000),
  folic_acid_ug double precision constraint food_folic_acid_ug_check check (folic_acid_ug between 0 and 10000000000),
  vitamin_b12_ug double precision constraint food_vitamin_b12_ug_check check (vitamin_b12_ug between 0 and 10000000000),
  jones_factor double precision constraint food_jones_factor_check check (jones_factor between 0 and 16),
  published_position bigint not null
);
create table published.exercise (
  record_id uuid primary key,
  external_id text not null constraint exercise_external_id_check check (char_length(external_id) between 1 and 200),
  name text not null constraint exercise_name_check check (char_length(name) between 1 and 300),
  level text constraint exercise_level_check check (level in ('beginner', 'intermediate', 'expert')),
  force text constraint exercise_force_check check (force in ('pull', 'push', 'static')),
  mechanic text constraint exercise_mechanic_check check (mechanic in ('compound', 'isolation')),
  category text constraint exercise_category_check check (char_length(category) between 1 and 100),
  published_position bigint not null
);
create table published.exercise_muscle (
  record_id uuid not null references published.exercise on delete cascade,
  role text not null check (role in ('target', 'secondary')),
  ordinal int not null,
  muscle text not null,
  primary key (record_id, role, ordinal)
);
create table published.exercise_body_part (
  record_id uuid not null references published.exercise on delete cascade,
  ordinal int not null,
  body_part text not null,
  primary key (record_id, ordinal)
);
create table published.exercise_equipment (
  record_id uuid not null references published.exercise on delete cascade,
  ordinal int not null,
  equipment text not null,
  primary key (record_id, ordinal)
);
create table published.exercise_step (
  record_id uuid not null references published.exercise on delete cascade,
  ordinal int not null,
  instruction text not null,
  primary key (record_id, ordinal)
);
create table published.exercise_media (
  record_id uuid not null references published.exercise on delete cascade,
  ordinal int not null,
  url text not null,
  primary key (record_id, ordinal)
);
create table personal.user_profile (
  record_id uuid primary key,
  person_id uuid not null references personal.person,
  identified_by text[] not null,
  identity json not null,
  age_years integer constraint user_profile_age_years_check check (age_years between 0 and 150),
  sex text constraint user_profile_sex_check check (sex in ('female', 'male', 'other', 'unknown')),
  height_m double precision constraint user_profile_height_m_check check (height_m between 0.2 and 3),
  weight_kg double precision constraint user_profile_weight_kg_check check (weight_kg between 0.2 and 1000),
  target_weight_kg double precision constraint user_profile_target_weight_kg_check check (target_weight_kg between 0.2 and 1000),
  goal text constraint user_profile_goal_check check (goal in ('lose_weight', 'gain_muscle', 'maintain', 'improve_sleep')),
  plan text constraint user_profile_plan_check check (plan in ('free', 'premium', 'premium_plus', 'b2b')),
  activity_level text constraint user_profile_activity_level_check check (activity_level in ('sedentary', 'moderate', 'active')),
  country text constraint user_profile_country_check check (char_length(country) between 1 and 60),
  published_position bigint not null
);
create index user_profile_person on personal.user_profile (person_id);
alter table personal.user_profile alter column country set statistics 0;
create table personal.user_profile_diet (
  record_id uuid not null references personal.user_profile on delete cascade,
  ordinal int not null,
  diet text not null,
  primary key (record_id, ordinal)
);
alter table personal.user_profile_diet alter column diet set statistics 0;
create table personal.user_profile_allergy (
  record_id uuid not null references personal.user_profile on delete cascade,
  ordinal int not null,
  allergy text not null,
  primary key (record_id, ordinal)
);
alter table personal.user_profile_allergy alter column allergy set statistics 0;
create table personal.diet_assessment (
  record_id uuid primary key,
  person_id uuid not null references personal.person,
  identified_by text[] not null,
  identity json not null,
  age_years integer constraint diet_assessment_age_years_check check (age_years between 0 and 150),
  sex text constraint diet_assessment_sex_check check (sex in ('female', 'male', 'other', 'unknown')),
  weight_kg double precision constraint diet_assessment_weight_kg_check check (weight_kg between 0.2 and 1000),
  height_m double precision constraint diet_assessment_height_m_check check (height_m between 0.2 and 3),
  bmi_stated double precision constraint diet_assessment_bmi_stated_check check (bmi_stated between 0 and 1000),
  bmi double precision constraint diet_assessment_bmi_check check (bmi between 0 and 1000),
  disease text constraint diet_assessment_disease_check check (disease in ('none', 'obesity', 'diabetes', 'hypertension')),
  severity text constraint diet_assessment_severity_check check (severity in ('mild', 'moderate', 'severe')),
  activity_level text constraint diet_assessment_activity_level_check check (activity_level in ('sedentary', 'moderate', 'active')),
  energy_intake_kcal_per_day double precision constraint diet_assessment_energy_intake_kcal_per_day_check check (energy_intake_kcal_per_day between 0 and 100000),
  cholesterol_mg_per_dl double precision constraint diet_assessment_cholesterol_mg_per_dl_check check (cholesterol_mg_per_dl between 0 and 10000),
  systolic_mmhg double precision constraint diet_assessment_systolic_mmhg_check check (systolic_mmhg between 0 and 600),
  glucose_mg_per_dl double precision constraint diet_assessment_glucose_mg_per_dl_check check (glucose_mg_per_dl between 0 and 10000),
  restrictions text constraint diet_assessment_restrictions_check check (restrictions in ('none', 'low_sodium', 'low_sugar')),
  allergies text constraint diet_assessment_allergies_check check (allergies in ('none', 'gluten', 'crustaceans', 'eggs', 'fish', 'peanuts', 'soya', 'milk', 'nuts', 'celery', 'mustard', 'sesame', 'sulphites', 'lupin', 'molluscs')),
  preferred_cuisine text constraint diet_assessment_preferred_cuisine_check check (preferred_cuisine in ('chinese', 'french', 'indian', 'italian', 'mexican', 'other')),
  exercise_h_per_week double precision constraint diet_assessment_exercise_h_per_week_check check (exercise_h_per_week between 0 and 168),
  adherence_percent double precision constraint diet_assessment_adherence_percent_check check (adherence_percent between 0 and 100),
  nutrient_imbalance_score double precision constraint diet_assessment_nutrient_imbalance_score_check check (nutrient_imbalance_score between 0 and 1000),
  recommendation text constraint diet_assessment_recommendation_check check (recommendation in ('balanced', 'low_sodium', 'low_carb')),
  published_position bigint not null
);
create index diet_assessment_person on personal.diet_assessment (person_id);
create table personal.workout_session (
  record_id uuid primary key,
  person_id uuid references personal.person,
  identified_by text[],
  identity json,
  started_at timestamptz,
  max_heart_rate_bpm double precision constraint workout_session_max_heart_rate_bpm_check check (max_heart_rate_bpm between 0 and 500),
  average_heart_rate_bpm double precision constraint workout_session_average_heart_rate_bpm_check check (average_heart_rate_bpm between 0 and 500),
  duration_min double precision constraint workout_session_duration_min_check check (duration_min between 0 and 14400),
  energy_kcal double precision constraint workout_session_energy_kcal_check check (energy_kcal between 0 and 100000),
  workout_type text constraint workout_session_workout_type_check check (workout_type in ('cardio', 'hiit', 'strength', 'yoga', 'other')),
  water_l double precision constraint workout_session_water_l_check check (water_l between 0 and 100),
  published_position bigint not null
);
create index workout_session_person on personal.workout_session (person_id);
create table personal.session_participant (
  session_id uuid primary key references personal.workout_session on delete cascade,
  age_years integer constraint session_participant_age_years_check check (age_years between 0 and 150),
  sex text constraint session_participant_sex_check check (sex in ('female', 'male', 'other', 'unknown')),
  weight_kg double precision constraint session_participant_weight_kg_check check (weight_kg between 0.2 and 1000),
  height_m double precision constraint session_participant_height_m_check check (height_m between 0.2 and 3),
  resting_heart_rate_bpm double precision constraint session_participant_resting_heart_rate_bpm_check check (resting_heart_rate_bpm between 0 and 500),
  body_fat_percent double precision constraint session_participant_body_fat_percent_check check (body_fat_percent between 0 and 100),
  frequency_per_week double precision constraint session_participant_frequency_per_week_check check (frequency_per_week between 0 and 1000),
  experience_level integer constraint session_participant_experience_level_check check (experience_level between 1 and 3),
  bmi_stated double precision constraint session_participant_bmi_stated_check check (bmi_stated between 0 and 1000),
  bmi double precision constraint session_participant_bmi_check check (bmi between 0 and 1000)
);
create table personal.daily_activity (
  record_id uuid primary key,
  person_id uuid not null references personal.person,
  identified_by text[] not null,
  identity json not null,
  local_date date not null,
  steps integer constraint daily_activity_steps_check check (steps between 0 and 1000000),
  energy_kcal double precision constraint daily_activity_energy_kcal_check check (energy_kcal between 0 and 100000),
  distance_m double precision constraint daily_activity_distance_m_check check (distance_m between 0 and 2000000),
  active_min double precision constraint daily_activity_active_min_check check (active_min between 0 and 1500),
  sleep_min double precision constraint daily_activity_sleep_min_check check (sleep_min between 0 and 1500),
  mean_heart_rate_bpm double precision constraint daily_activity_mean_heart_rate_bpm_check check (mean_heart_rate_bpm between 0 and 500),
  workout_type text constraint daily_activity_workout_type_check check (workout_type in ('none', 'walking', 'running', 'cycling', 'swimming', 'yoga', 'gym', 'other')),
  weather text constraint daily_activity_weather_check check (weather in ('clear', 'clouds', 'fog', 'rain', 'snow', 'other')),
  location text constraint daily_activity_location_check check (location in ('home', 'gym', 'office', 'park', 'other')),
  mood text constraint daily_activity_mood_check check (mood in ('happy', 'neutral', 'stressed', 'tired', 'other')),
  tracker_distance_m double precision constraint daily_activity_tracker_distance_m_check check (tracker_distance_m between 0 and 2000000),
  logged_distance_m double precision constraint daily_activity_logged_distance_m_check check (logged_distance_m between 0 and 2000000),
  very_active_distance_m double precision constraint daily_activity_very_active_distance_m_check check (very_active_distance_m between 0 and 2000000),
  moderately_active_distance_m double precision constraint daily_activity_moderately_active_distance_m_check check (moderately_active_distance_m between 0 and 2000000),
  light_active_distance_m double precision constraint daily_activity_light_active_distance_m_check check (light_active_distance_m between 0 and 2000000),
  sedentary_distance_m double precision constraint daily_activity_sedentary_distance_m_check check (sedentary_distance_m between 0 and 2000000),
  very_active_min double precision constraint daily_activity_very_active_min_check check (very_active_min between 0 and 1500),
  fairly_active_min double precision constraint daily_activity_fairly_active_min_check check (fairly_active_min between 0 and 1500),
  lightly_active_min double precision constraint daily_activity_lightly_active_min_check check (lightly_active_min between 0 and 1500),
  sedentary_min double precision constraint daily_activity_sedentary_min_check check (sedentary_min between 0 and 1500),
  published_position bigint not null
);
create index daily_activity_person on personal.daily_activity (person_id);
create table personal.sleep_period (
  record_id uuid primary key,
  person_id uuid not null references personal.person,
  identified_by text[] not null,
  identity json not null,
  local_date date not null,
  sleep_records integer constraint sleep_period_sleep_records_check check (sleep_records between 0 and 1500),
  asleep_min double precision constraint sleep_period_asleep_min_check check (asleep_min between 0 and 1500),
  in_bed_min double precision constraint sleep_period_in_bed_min_check check (in_bed_min between 0 and 1500),
  published_position bigint not null
);
create index sleep_period_person on personal.sleep_period (person_id);
create table personal.biometric_measure (
  record_id uuid primary key,
  person_id uuid not null references personal.person,
  identified_by text[] not null,
  identity json not null,
  measured_at timestamptz not null,
  weight_kg double precision constraint biometric_measure_weight_kg_check check (weight_kg between 0.2 and 1000),
  body_fat_percent double precision constraint biometric_measure_body_fat_percent_check check (body_fat_percent between 0 and 100),
  bmi_stated double precision constraint biometric_measure_bmi_stated_check check (bmi_stated between 0 and 1000),
  manual boolean,
  log_id text constraint biometric_measure_log_id_check check (char_length(log_id) between 1 and 50),
  published_position bigint not null
);
create index biometric_measure_person on personal.biometric_measure (person_id);
alter table personal.biometric_measure alter column log_id set statistics 0;

