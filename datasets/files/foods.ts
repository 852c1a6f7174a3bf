/** Everyday foods, per 100 g: rounded magnitudes as any table of composition shows them, written down for this generator. */

export interface BaseFood {
  readonly name: string;
  readonly category: string;
  readonly meal: string;
  /** Grams per 100 g: protein, carbohydrates with fibre, sugars, fibre, fat; then mg: sodium, cholesterol. */
  readonly per100: readonly [number, number, number, number, number, number, number];
  /** Portions as people say them, and their grams. */
  readonly portions: readonly (readonly [string, number])[];
}

const food = (
  name: string,
  category: string,
  meal: string,
  per100: BaseFood['per100'],
  ...portions: BaseFood['portions']
): BaseFood => ({ name, category, meal, per100, portions });

export const baseFoods: readonly BaseFood[] = [
  food('Apple', 'Fruit', 'Snack', [0.3, 14, 10.4, 2.4, 0.2, 1, 0], ['1 medium', 180], ['1 cup sliced', 110]),
  food('Pear', 'Fruit', 'Snack', [0.4, 15, 9.8, 3.1, 0.1, 1, 0], ['1 medium', 175], ['1 small', 140]),
  food('Orange', 'Fruit', 'Breakfast', [0.9, 12, 9.3, 2.4, 0.1, 0, 0], ['1 large', 180], ['1 cup', 165]),
  food('Banana', 'Fruit', 'Breakfast', [1.1, 23, 12.2, 2.6, 0.3, 1, 0], ['1 medium', 118], ['1 large', 136]),
  food('Blueberries', 'Fruit', 'Snack', [0.7, 14, 9.9, 2.4, 0.3, 1, 0], ['1 cup', 148], ['1/2 cup', 74]),
  food('Grapes', 'Fruit', 'Snack', [0.7, 18, 15.5, 0.9, 0.2, 2, 0], ['1 cup', 151], ['20 grapes', 100]),
  food('Carrot Sticks', 'Vegetable', 'Snack', [0.9, 10, 4.7, 2.8, 0.2, 69, 0], ['1 cup', 122], ['6 sticks', 60]),
  food('Broccoli', 'Vegetable', 'Dinner', [2.6, 7, 1.6, 2.6, 0.4, 33, 0], ['1 cup', 91], ['1/2 cup', 46]),
  food('Green Beans', 'Vegetable', 'Dinner', [1.8, 7, 3.3, 2.7, 0.2, 6, 0], ['1 cup', 125], ['100g', 100]),
  food('Tomato Salad', 'Vegetable', 'Lunch', [1, 4.5, 2.8, 1.2, 3.2, 120, 0], ['1 bowl', 200], ['1 cup', 150]),
  food('Potatoes', 'Vegetable/Starch', 'Dinner', [2, 18, 0.8, 2.1, 0.1, 6, 0], ['1 medium', 173], ['1 cup', 156]),
  food('Sweet Potato', 'Vegetable/Starch', 'Dinner', [1.6, 20, 4.5, 3, 0.1, 40, 0], ['1 medium', 130], ['1 cup', 200]),
  food('White Rice', 'Grain', 'Lunch', [2.7, 28, 0.1, 0.4, 0.3, 1, 0], ['1 cup', 158], ['1/2 cup', 79]),
  food('Brown Rice', 'Grain', 'Lunch', [2.7, 26, 0.3, 1.8, 1, 3, 0], ['1 cup', 195], ['1/2 cup', 98]),
  food('Spaghetti', 'Grain', 'Dinner', [5.8, 31, 0.6, 1.8, 0.9, 1, 0], ['1 cup', 140], ['1 plate', 250]),
  food('Whole Wheat Bread', 'Grain', 'Breakfast', [12.5, 43, 5.6, 6.8, 3.5, 450, 0], ['1 slice', 43], ['2 slices', 86]),
  food('Oatmeal', 'Grain', 'Breakfast', [2.5, 12, 0.5, 1.7, 1.4, 4, 0], ['1 cup', 234], ['1 bowl', 300]),
  food('Muesli', 'Grain', 'Breakfast', [9.7, 66, 21, 7.8, 6, 60, 0], ['1/2 cup', 43], ['1 bowl', 60]),
  food('Croissant', 'Grain/Bakery', 'Breakfast', [8.2, 46, 11, 2.6, 21, 380, 67], ['1 medium', 57], ['1 large', 67]),
  food('Cornflakes', 'Grain', 'Breakfast', [7.5, 84, 9.5, 3.3, 0.4, 720, 0], ['1 cup', 28], ['1 bowl', 45]),
  food('Chicken Breast', 'Protein', 'Dinner', [31, 0, 0, 0, 3.6, 74, 85], ['4oz', 113], ['6oz', 170]),
  food('Turkey Slices', 'Protein', 'Lunch', [24, 1.5, 1, 0, 2, 890, 60], ['3 slices', 60], ['2oz', 57]),
  food('Beef Steak', 'Protein', 'Dinner', [27, 0, 0, 0, 15, 58, 90], ['6oz sirloin', 170], ['8oz', 227]),
  food('Pork Chop', 'Protein', 'Dinner', [26, 0, 0, 0, 14, 60, 80], ['1 chop', 145], ['4oz', 113]),
  food('Salmon Fillet', 'Protein/Fish', 'Dinner', [22, 0, 0, 0, 13, 59, 63], ['4oz', 113], ['6oz', 170]),
  food('Tuna', 'Protein/Fish', 'Lunch', [25, 0, 0, 0, 1, 340, 42], ['1 can', 165], ['3oz', 85]),
  food('Prawns', 'Protein/Fish', 'Dinner', [23, 0.2, 0, 0, 0.5, 220, 190], ['10 pieces', 85], ['1 cup', 145]),
  food('Boiled Eggs', 'Protein', 'Breakfast', [12.6, 1.1, 1.1, 0, 10.6, 124, 373], ['1 large', 50], ['2 large', 100]),
  food('Tofu', 'Protein', 'Lunch', [10, 2.3, 0.6, 1.2, 5.3, 9, 0], ['1/2 cup', 126], ['100g', 100]),
  food('Lentils', 'Protein/Legume', 'Lunch', [9, 20, 1.8, 7.9, 0.4, 2, 0], ['1 cup', 198], ['1/2 cup', 99]),
  food('Chickpeas', 'Protein/Legume', 'Lunch', [8.9, 27, 4.8, 7.6, 2.6, 7, 0], ['1 cup', 164], ['1/2 cup', 82]),
  food('Black Beans', 'Protein/Legume', 'Dinner', [8.9, 24, 0.3, 8.7, 0.5, 1, 0], ['1 cup', 172], ['1/2 cup', 86]),
  food('Hummus', 'Condiment', 'Snack', [7.9, 14, 0.3, 6, 9.6, 379, 0], ['2 tbsp', 30], ['1/4 cup', 62]),
  food('Plain Yogurt', 'Dairy', 'Breakfast', [3.5, 4.7, 4.7, 0, 3.3, 46, 13], ['1 cup', 245], ['1 pot', 125]),
  food('Cheddar', 'Dairy', 'Snack', [24, 2.1, 0.3, 0, 34, 640, 99], ['1 slice', 28], ['1oz cubes', 28]),
  food('Mozzarella', 'Dairy', 'Lunch', [22, 2.2, 1, 0, 22, 490, 79], ['1oz', 28], ['1 ball', 125]),
  food(
    'Semi-skimmed Milk',
    'Beverage/Dairy',
    'Breakfast',
    [3.4, 4.8, 4.8, 0, 1.6, 44, 7],
    ['1 cup', 244],
    ['1 glass', 200],
  ),
  food('Butter', 'Condiment', 'Breakfast', [0.9, 0.1, 0.1, 0, 81, 11, 215], ['1 tbsp', 14], ['1 pat', 5]),
  food('Olive Oil', 'Condiment', 'Lunch', [0, 0, 0, 0, 100, 2, 0], ['1 tbsp', 14], ['1 tsp', 5]),
  food('Ketchup', 'Condiment', 'Lunch', [1, 27, 21, 0.3, 0.1, 900, 0], ['1 tbsp', 17], ['2 tbsp', 34]),
  food('Honey', 'Condiment', 'Breakfast', [0.3, 82, 82, 0.2, 0, 4, 0], ['1 tbsp', 21], ['1 tsp', 7]),
  food('Almonds', 'Nuts', 'Snack', [21, 22, 4.4, 12.5, 50, 1, 0], ['1oz', 28], ['1/4 cup', 36]),
  food('Walnuts', 'Nuts', 'Snack', [15, 14, 2.6, 6.7, 65, 2, 0], ['1oz', 28], ['7 halves', 14]),
  food('Dark Chocolate', 'Sweet', 'Snack', [7.8, 46, 24, 10.9, 43, 20, 3], ['2 squares', 20], ['1oz', 28]),
  food('Vanilla Ice Cream', 'Sweet/Dairy', 'Snack', [3.5, 24, 21, 0.7, 11, 80, 44], ['1 scoop', 66], ['1 cup', 132]),
  food('Oat Cookies', 'Sweet', 'Snack', [6.2, 69, 25, 2.8, 18, 380, 0], ['1 cookie', 18], ['2 cookies', 36]),
  food('Vegetable Soup', 'Soup', 'Dinner', [1.3, 6.5, 2.4, 1.2, 0.8, 300, 0], ['1 bowl', 300], ['1 cup', 240]),
  food('Lentil Soup', 'Soup', 'Dinner', [3.9, 9.5, 1.2, 2.6, 1.2, 280, 0], ['1 bowl', 300], ['1 cup', 240]),
  food('Pizza Margherita', 'Meal', 'Dinner', [11, 33, 3.6, 2.3, 10, 560, 17], ['1 slice', 107], ['1/2 pizza', 180]),
  food('Vegetable Curry', 'Meal', 'Dinner', [2.4, 9.5, 3.4, 2.4, 5.6, 260, 0], ['1 cup', 220], ['1 bowl', 320]),
  food('Orange Juice', 'Beverage', 'Breakfast', [0.7, 10.4, 8.4, 0.2, 0.2, 1, 0], ['1 cup', 248], ['1 glass', 200]),
  food('Cola', 'Beverage', 'Snack', [0, 10.6, 10.6, 0, 0, 4, 0], ['1 can', 330], ['1 glass', 250]),
];

/** How a food comes: another product of the same kind, with values a little different. */
export const styles = ['', 'Organic ', 'Homemade ', 'Store-brand '] as const;
