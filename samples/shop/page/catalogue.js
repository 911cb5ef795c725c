// What the shop sells.

const KINDS = {
  mug: { title: "Mug", price: 18, colours: ["Moss", "Clay", "Slate"] },
  lamp: { title: "Desk lamp", price: 64, colours: ["Sand", "Moss", "Ink"] },
  plant: { title: "Potted fern", price: 29, colours: ["Clay", "Slate", "Sand"] },
  book: { title: "Notebook", price: 12, colours: ["Ink", "Clay", "Moss"] },
};

const TEXTS = {
  mug: "Stoneware, thrown by hand and glazed twice. Holds a generous three hundred and fifty millilitres.",
  lamp: "A warm light on a steady foot. The arm turns all the way round and stays where it is put.",
  plant: "Grows in half shade and forgives a missed watering. Comes with its pot and a saucer.",
  book: "One hundred and sixty dotted pages, bound with thread so that it lies flat on the table.",
};

/** @type {readonly {id: number, kind: string, colour: string, name: string, price: number, text: string}[]} */
export const PRODUCTS = Object.entries(KINDS).flatMap(([kind, { title, price, colours }], row) =>
  colours.map((colour, column) => ({
    id: row * 3 + column + 1,
    kind,
    colour,
    name: `${title}, ${colour.toLowerCase()}`,
    price: price + column * 3,
    text: TEXTS[kind],
  })),
);

export const KIND_TITLES = { mug: "Mugs", lamp: "Lamps", plant: "Plants", book: "Notebooks" };

export const productById = (id) => PRODUCTS.find((product) => product.id === id);

export const money = (amount) =>
  new Intl.NumberFormat("en-GB", { style: "currency", currency: "EUR" }).format(amount);
