// What is in the basket: kept in the tab, so that a reload keeps it.
import { productById } from "./catalogue.js";

const KEY = "basket";
const read = () => JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
const write = (lines) => sessionStorage.setItem(KEY, JSON.stringify(lines));

/** Lines as `{product, quantity}`. */
export const basket = () => read().map(({ id, quantity }) => ({ product: productById(id), quantity }));

export const basketCount = () => read().reduce((sum, line) => sum + line.quantity, 0);

export const basketTotal = () =>
  basket().reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);

/** Sets how many of a product are in the basket; 0 takes it out. */
export function setQuantity(id, quantity) {
  const others = read().filter((line) => line.id !== id);
  write(quantity > 0 ? [...others, { id, quantity }] : others);
}

export function addToBasket(id, quantity) {
  const held = read().find((line) => line.id === id)?.quantity ?? 0;
  setQuantity(id, held + quantity);
}

export const emptyBasket = () => write([]);
