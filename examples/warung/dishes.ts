import type { DishesCreate } from './dapur.d.ts'

/** A dish of the menu. */
export interface Dish {
  readonly category: DishesCreate['category']
  readonly name: string
  /** Rupiah. */
  readonly price: number
  readonly about: string
  /** How its picture is drawn: what it is served in, what fills it, its colour, and what lies on it. */
  readonly look: string
}

type Row = readonly [name: string, price: number, about: string, look: string]

const menu: readonly (readonly [category: Dish['category'], rows: readonly Row[]])[] = [
  [
    'Nasi',
    [
      [
        'Nasi goreng',
        25_000,
        'Fried rice with kecap manis, egg and prawn crackers',
        'plate rice #b5722c egg cracker cucumber chili',
      ],
      [
        'Nasi goreng kampung',
        27_000,
        'The village way: shrimp paste, anchovies, bird chilies',
        'plate rice #a5562a egg leaf chili tomato',
      ],
      [
        'Nasi kuning',
        24_000,
        'Turmeric rice with shredded omelette and sambal',
        'leaf rice #f0bd36 strips chili leaf',
      ],
      [
        'Nasi uduk',
        22_000,
        'Rice cooked in coconut milk, with tempe orek and fried shallots',
        'leaf rice #f4ecd8 tempe shallot cucumber',
      ],
      [
        'Nasi campur Bali',
        35_000,
        'Rice and a little of everything, sambal matah on the side',
        'plate rice #f4ecd8 satay strips leaf chili',
      ],
      [
        'Nasi pecel',
        20_000,
        'Rice, blanched greens and peanut sauce from Madiun',
        'leaf rice #f4ecd8 greens sauce cracker',
      ],
      [
        'Nasi liwet Solo',
        26_000,
        'Savoury coconut rice, chayote stew, shredded chicken',
        'leaf rice #f6efdf strips egg leaf',
      ],
    ],
  ],
  [
    'Mie',
    [
      [
        'Mie goreng Jawa',
        24_000,
        'Wok-fried egg noodles over charcoal, cabbage and egg',
        'plate noodles #d39a3c leaf egg chili',
      ],
      [
        'Mie ayam',
        20_000,
        'Springy noodles under sweet soy chicken and mushrooms',
        'bowl noodles #e6bc5c pieces leaf shallot',
      ],
      [
        'Mie Aceh',
        28_000,
        'Thick noodles in a fierce beef and curry gravy',
        'bowl noodles #c5702a pieces chili lime',
      ],
      [
        'Bihun goreng',
        22_000,
        'Fried rice vermicelli with vegetables',
        'plate noodles #e9d3a0 leaf tomato shallot',
      ],
      [
        'Kwetiau siram',
        28_000,
        'Flat noodles in a glossy egg sauce with beef',
        'plate noodles #ead9b4 pieces leaf egg',
      ],
    ],
  ],
  [
    'Soto & sop',
    [
      [
        'Soto ayam Lamongan',
        23_000,
        'Turmeric chicken soup with koya powder',
        'bowl broth #eab53d strips egg leaf lime',
      ],
      ['Soto Betawi', 32_000, 'Beef in a broth of milk and coconut', 'bowl broth #eccf9b pieces tomato leaf'],
      [
        'Rawon',
        34_000,
        'Black beef soup of keluak nuts, with salted egg',
        'bowl broth #3d2a20 pieces egg sprout',
      ],
      [
        'Bakso Malang',
        25_000,
        'Meatballs, fried wonton and noodles in clear broth',
        'bowl broth #dfb878 balls leaf shallot',
      ],
      [
        'Sop buntut',
        48_000,
        'Oxtail soup with carrots and emping',
        'bowl broth #c98a4a pieces carrot leaf lime',
      ],
    ],
  ],
  [
    'Lauk',
    [
      [
        'Rendang',
        38_000,
        'Beef cooked down in coconut and spices until it is dark',
        'plate pieces #5b3320 leaf chili',
      ],
      [
        'Sate ayam Madura',
        30_000,
        'Ten skewers, peanut sauce, lontong',
        'plate skewers #9a5a2b sauce shallot lime',
      ],
      [
        'Sate kambing',
        42_000,
        'Goat skewers with kecap, shallots and chili',
        'plate skewers #6f3d22 tomato shallot chili',
      ],
      [
        'Ayam goreng kremes',
        29_000,
        'Fried chicken under crisp crumbs',
        'basket pieces #d0892f crumbs cucumber leaf',
      ],
      [
        'Ayam betutu',
        45_000,
        'Balinese chicken steamed in banana leaf',
        'leaf pieces #bb6a29 chili leaf lime',
      ],
      [
        'Ikan bakar Jimbaran',
        52_000,
        'Grilled snapper, sambal matah',
        'leaf pieces #b4612f lime chili tomato',
      ],
      ['Gudeg Jogja', 28_000, 'Young jackfruit braised in palm sugar', 'plate pieces #8a4f28 egg tofu leaf'],
    ],
  ],
  [
    'Sayur',
    [
      [
        'Gado-gado',
        22_000,
        'Vegetables, tofu and egg under peanut sauce',
        'plate greens #6c9a3f sauce egg tofu cracker',
      ],
      [
        'Karedok',
        20_000,
        'The raw Sundanese cousin, with basil',
        'plate greens #7fae4a sauce sprout cucumber',
      ],
      [
        'Sayur asem',
        15_000,
        'Sour tamarind soup with corn and melinjo',
        'bowl broth #c99a55 greens carrot corn',
      ],
      [
        'Tumis kangkung',
        16_000,
        'Water spinach with garlic and terasi',
        'plate greens #3f7a3a chili shallot',
      ],
    ],
  ],
  [
    'Gorengan',
    [
      ['Tempe mendoan', 12_000, 'Thin tempe in a soft batter, eaten hot', 'basket pieces #d9a64a leaf chili'],
      [
        'Tahu isi',
        12_000,
        'Tofu pockets filled with sprouts and carrot',
        'basket pieces #dd9f45 sprout chili',
      ],
      ['Bakwan jagung', 12_000, 'Corn fritters', 'basket balls #e0a534 corn chili'],
      ['Pisang goreng', 14_000, 'Fried bananas, crisp outside', 'basket pieces #e3ad3f crumbs'],
      ['Lumpia Semarang', 16_000, 'Spring rolls of bamboo shoot', 'basket pieces #c98433 leaf sauce'],
    ],
  ],
  [
    'Manis',
    [
      ['Klepon', 12_000, 'Rice balls with liquid palm sugar, in coconut', 'leaf balls #5f9a43 coconut'],
      [
        'Es campur',
        18_000,
        'Shaved ice, fruit, jelly and condensed milk',
        'bowl broth #f3c9cf jelly coconut tomato',
      ],
      ['Kolak pisang', 15_000, 'Banana in coconut milk and palm sugar', 'bowl broth #c79157 corn tofu'],
      ['Onde-onde', 12_000, 'Sesame balls filled with mung bean', 'basket balls #d7a24c sesame'],
    ],
  ],
  [
    'Minuman',
    [
      ['Es teh manis', 8_000, 'Sweet iced tea', 'glass drink #b5622a ice'],
      ['Es jeruk', 12_000, 'Fresh orange juice over ice', 'glass drink #f2a52c ice lime'],
      ['Es cendol', 15_000, 'Pandan jelly, coconut milk, palm sugar', 'glass drink #d8c7a0 jelly ice'],
      ['Kopi tubruk', 10_000, 'Java coffee, grounds and all', 'glass drink #3a2317'],
      ['Wedang jahe', 12_000, 'Hot ginger with palm sugar', 'glass drink #c98f3f lime'],
      ['Es kelapa muda', 16_000, 'Young coconut', 'glass drink #eef0e2 coconut ice'],
    ],
  ],
]

/** The whole menu, in its order. */
export const dishes: readonly Dish[] = menu.flatMap(([category, rows]) =>
  rows.map(([name, price, about, look]) => ({ category, name, price, about, look })),
)
