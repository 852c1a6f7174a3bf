/**
 * What a food contains: the constituents of the French composition table Ciqual 2025, and trans fat.
 * Amounts are per the record's `basis`. A portion weighs at most 10 kg, so no amount of anything in it can be more;
 * energy is at most that of 10 kg of pure fat (9 kcal or 37 kJ a gram, regulation (EU) 1169/2011 annex XIV).
 * What is merely implausible per 100 g is the business of the rules F1 to F24, not of these limits.
 */
import type { NumberField, Unit } from './contract.ts';
import { type Labels, number } from './fields.ts';

const grams = 10_000;
const most: Partial<Record<Unit, number>> = {
  kcal: 9 * grams,
  kj: 37 * grams,
  g: grams,
  mg: grams * 1e3,
  ug: grams * 1e6,
};

const amount = (unit: Unit, ...labels: Labels): NumberField => number(labels, unit, 0, most[unit] ?? grams);

export const energyAndMacronutrients = {
  energy_kcal: amount('kcal', 'Énergie (kcal)', 'Energy (kcal)', 'Energie (kcal)', 'Energia (kcal)'),
  energy_kj: amount('kj', 'Énergie (kJ)', 'Energy (kJ)', 'Energie (kJ)', 'Energia (kJ)'),
  energy_kcal_jones: amount(
    'kcal',
    'Énergie, N × facteur de Jones (kcal)',
    'Energy, N × Jones factor (kcal)',
    'Energie, N × Jones-Faktor (kcal)',
    'Energia, N × fattore di Jones (kcal)',
  ),
  energy_kj_jones: amount(
    'kj',
    'Énergie, N × facteur de Jones (kJ)',
    'Energy, N × Jones factor (kJ)',
    'Energie, N × Jones-Faktor (kJ)',
    'Energia, N × fattore di Jones (kJ)',
  ),
  water_g: amount('g', 'Eau', 'Water', 'Wasser', 'Acqua'),
  protein_g: amount('g', 'Protéines', 'Protein', 'Eiweiß', 'Proteine'),
  protein_n625_g: amount('g', 'Protéines, N × 6,25', 'Protein, N × 6.25', 'Eiweiß, N × 6,25', 'Proteine, N × 6,25'),
  carbohydrate_g: amount('g', 'Glucides', 'Carbohydrate', 'Kohlenhydrate', 'Carboidrati'),
  fat_g: amount('g', 'Lipides', 'Fat', 'Fett', 'Grassi'),
  fibre_g: amount('g', 'Fibres alimentaires', 'Dietary fibre', 'Ballaststoffe', 'Fibre alimentari'),
  sugars_g: amount('g', 'Sucres', 'Sugars', 'Zucker', 'Zuccheri'),
  fructose_g: amount('g', 'Fructose', 'Fructose', 'Fruktose', 'Fruttosio'),
  galactose_g: amount('g', 'Galactose', 'Galactose', 'Galaktose', 'Galattosio'),
  glucose_g: amount('g', 'Glucose', 'Glucose', 'Glukose', 'Glucosio'),
  lactose_g: amount('g', 'Lactose', 'Lactose', 'Laktose', 'Lattosio'),
  maltose_g: amount('g', 'Maltose', 'Maltose', 'Maltose', 'Maltosio'),
  sucrose_g: amount('g', 'Saccharose', 'Sucrose', 'Saccharose', 'Saccarosio'),
  starch_g: amount('g', 'Amidon', 'Starch', 'Stärke', 'Amido'),
  polyols_g: amount('g', 'Polyols totaux', 'Total polyols', 'Mehrwertige Alkohole', 'Polioli totali'),
  ash_g: amount('g', 'Cendres', 'Ash', 'Asche', 'Ceneri'),
  alcohol_g: amount('g', 'Alcool (éthanol)', 'Alcohol (ethanol)', 'Alkohol (Ethanol)', 'Alcol (etanolo)'),
  organic_acids_g: amount('g', 'Acides organiques', 'Organic acids', 'Organische Säuren', 'Acidi organici'),
  cholesterol_mg: amount('mg', 'Cholestérol', 'Cholesterol', 'Cholesterin', 'Colesterolo'),
  salt_g: amount('g', 'Sel', 'Salt', 'Salz', 'Sale'),
} as const;

export const fattyAcids = {
  saturated_fat_g: amount(
    'g',
    'Acides gras saturés',
    'Saturated fatty acids',
    'Gesättigte Fettsäuren',
    'Acidi grassi saturi',
  ),
  monounsaturated_fat_g: amount(
    'g',
    'Acides gras mono-insaturés',
    'Monounsaturated fatty acids',
    'Einfach ungesättigte Fettsäuren',
    'Acidi grassi monoinsaturi',
  ),
  polyunsaturated_fat_g: amount(
    'g',
    'Acides gras polyinsaturés',
    'Polyunsaturated fatty acids',
    'Mehrfach ungesättigte Fettsäuren',
    'Acidi grassi polinsaturi',
  ),
  trans_fat_g: amount('g', 'Acides gras trans', 'Trans fatty acids', 'Trans-Fettsäuren', 'Acidi grassi trans'),
  fa_4_0_g: amount('g', 'Acide butyrique (4:0)', 'Butyric acid (4:0)', 'Buttersäure (4:0)', 'Acido butirrico (4:0)'),
  fa_6_0_g: amount('g', 'Acide caproïque (6:0)', 'Caproic acid (6:0)', 'Capronsäure (6:0)', 'Acido caproico (6:0)'),
  fa_8_0_g: amount('g', 'Acide caprylique (8:0)', 'Caprylic acid (8:0)', 'Caprylsäure (8:0)', 'Acido caprilico (8:0)'),
  fa_10_0_g: amount('g', 'Acide caprique (10:0)', 'Capric acid (10:0)', 'Caprinsäure (10:0)', 'Acido caprico (10:0)'),
  fa_12_0_g: amount('g', 'Acide laurique (12:0)', 'Lauric acid (12:0)', 'Laurinsäure (12:0)', 'Acido laurico (12:0)'),
  fa_14_0_g: amount(
    'g',
    'Acide myristique (14:0)',
    'Myristic acid (14:0)',
    'Myristinsäure (14:0)',
    'Acido miristico (14:0)',
  ),
  fa_16_0_g: amount(
    'g',
    'Acide palmitique (16:0)',
    'Palmitic acid (16:0)',
    'Palmitinsäure (16:0)',
    'Acido palmitico (16:0)',
  ),
  fa_18_0_g: amount(
    'g',
    'Acide stéarique (18:0)',
    'Stearic acid (18:0)',
    'Stearinsäure (18:0)',
    'Acido stearico (18:0)',
  ),
  fa_18_1_n9_g: amount(
    'g',
    'Acide oléique (18:1 n-9)',
    'Oleic acid (18:1 n-9)',
    'Ölsäure (18:1 n-9)',
    'Acido oleico (18:1 n-9)',
  ),
  fa_18_2_n6_g: amount(
    'g',
    'Acide linoléique (18:2 n-6)',
    'Linoleic acid (18:2 n-6)',
    'Linolsäure (18:2 n-6)',
    'Acido linoleico (18:2 n-6)',
  ),
  fa_18_3_n3_g: amount(
    'g',
    'Acide alpha-linolénique (18:3 n-3)',
    'Alpha-linolenic acid (18:3 n-3)',
    'Alpha-Linolensäure (18:3 n-3)',
    'Acido alfa-linolenico (18:3 n-3)',
  ),
  fa_20_4_n6_g: amount(
    'g',
    'Acide arachidonique (20:4 n-6)',
    'Arachidonic acid (20:4 n-6)',
    'Arachidonsäure (20:4 n-6)',
    'Acido arachidonico (20:4 n-6)',
  ),
  fa_20_5_n3_g: amount('g', 'EPA (20:5 n-3)', 'EPA (20:5 n-3)', 'EPA (20:5 n-3)', 'EPA (20:5 n-3)'),
  fa_22_6_n3_g: amount('g', 'DHA (22:6 n-3)', 'DHA (22:6 n-3)', 'DHA (22:6 n-3)', 'DHA (22:6 n-3)'),
} as const;

export const minerals = {
  calcium_mg: amount('mg', 'Calcium', 'Calcium', 'Kalzium', 'Calcio'),
  chloride_mg: amount('mg', 'Chlorure', 'Chloride', 'Chlorid', 'Cloruro'),
  copper_mg: amount('mg', 'Cuivre', 'Copper', 'Kupfer', 'Rame'),
  iron_mg: amount('mg', 'Fer', 'Iron', 'Eisen', 'Ferro'),
  iodine_ug: amount('ug', 'Iode', 'Iodine', 'Jod', 'Iodio'),
  magnesium_mg: amount('mg', 'Magnésium', 'Magnesium', 'Magnesium', 'Magnesio'),
  manganese_mg: amount('mg', 'Manganèse', 'Manganese', 'Mangan', 'Manganese'),
  phosphorus_mg: amount('mg', 'Phosphore', 'Phosphorus', 'Phosphor', 'Fosforo'),
  potassium_mg: amount('mg', 'Potassium', 'Potassium', 'Kalium', 'Potassio'),
  selenium_ug: amount('ug', 'Sélénium', 'Selenium', 'Selen', 'Selenio'),
  sodium_mg: amount('mg', 'Sodium', 'Sodium', 'Natrium', 'Sodio'),
  zinc_mg: amount('mg', 'Zinc', 'Zinc', 'Zink', 'Zinco'),
} as const;

export const vitamins = {
  vitamin_a_rae_ug: amount(
    'ug',
    'Vitamine A, équivalents rétinol',
    'Vitamin A, retinol activity equivalents',
    'Vitamin A, Retinoläquivalente',
    'Vitamina A, equivalenti di retinolo',
  ),
  retinol_ug: amount('ug', 'Rétinol', 'Retinol', 'Retinol', 'Retinolo'),
  beta_carotene_ug: amount('ug', 'Bêta-carotène', 'Beta-carotene', 'Beta-Carotin', 'Beta-carotene'),
  vitamin_d_ug: amount('ug', 'Vitamine D', 'Vitamin D', 'Vitamin D', 'Vitamina D'),
  vitamin_d2_ug: amount(
    'ug',
    'Vitamine D2 (ergocalciférol)',
    'Vitamin D2 (ergocalciferol)',
    'Vitamin D2 (Ergocalciferol)',
    'Vitamina D2 (ergocalciferolo)',
  ),
  vitamin_d3_ug: amount(
    'ug',
    'Vitamine D3 (cholécalciférol)',
    'Vitamin D3 (cholecalciferol)',
    'Vitamin D3 (Cholecalciferol)',
    'Vitamina D3 (colecalciferolo)',
  ),
  alpha_tocopherol_mg: amount('mg', 'Alpha-tocophérol', 'Alpha-tocopherol', 'Alpha-Tocopherol', 'Alfa-tocoferolo'),
  vitamin_e_mg: amount('mg', 'Vitamine E', 'Vitamin E', 'Vitamin E', 'Vitamina E'),
  vitamin_k1_ug: amount('ug', 'Vitamine K1', 'Vitamin K1', 'Vitamin K1', 'Vitamina K1'),
  vitamin_k2_ug: amount('ug', 'Vitamine K2', 'Vitamin K2', 'Vitamin K2', 'Vitamina K2'),
  vitamin_c_mg: amount('mg', 'Vitamine C', 'Vitamin C', 'Vitamin C', 'Vitamina C'),
  vitamin_b1_mg: amount(
    'mg',
    'Vitamine B1 (thiamine)',
    'Vitamin B1 (thiamin)',
    'Vitamin B1 (Thiamin)',
    'Vitamina B1 (tiamina)',
  ),
  vitamin_b2_mg: amount(
    'mg',
    'Vitamine B2 (riboflavine)',
    'Vitamin B2 (riboflavin)',
    'Vitamin B2 (Riboflavin)',
    'Vitamina B2 (riboflavina)',
  ),
  vitamin_b3_mg: amount(
    'mg',
    'Vitamine B3 (niacine)',
    'Vitamin B3 (niacin)',
    'Vitamin B3 (Niacin)',
    'Vitamina B3 (niacina)',
  ),
  vitamin_b5_mg: amount(
    'mg',
    'Vitamine B5 (acide pantothénique)',
    'Vitamin B5 (pantothenic acid)',
    'Vitamin B5 (Pantothensäure)',
    'Vitamina B5 (acido pantotenico)',
  ),
  vitamin_b6_mg: amount('mg', 'Vitamine B6', 'Vitamin B6', 'Vitamin B6', 'Vitamina B6'),
  folate_dfe_ug: amount(
    'ug',
    'Folates, équivalents alimentaires (B9)',
    'Folate, dietary equivalents (B9)',
    'Folat-Äquivalente (B9)',
    'Folati, equivalenti alimentari (B9)',
  ),
  folate_ug: amount('ug', 'Folates totaux (B9)', 'Total folate (B9)', 'Gesamtfolat (B9)', 'Folati totali (B9)'),
  folate_intrinsic_ug: amount(
    'ug',
    'Folates intrinsèques',
    'Intrinsic folate',
    'Natürlich enthaltenes Folat',
    'Folati intrinseci',
  ),
  folic_acid_ug: amount(
    'ug',
    'Acide folique (enrichissement)',
    'Folic acid (fortification)',
    'Folsäure (angereichert)',
    'Acido folico (arricchimento)',
  ),
  vitamin_b12_ug: amount('ug', 'Vitamine B12', 'Vitamin B12', 'Vitamin B12', 'Vitamina B12'),
} as const;
