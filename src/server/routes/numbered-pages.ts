import { z } from "zod";
import type { PageNumber } from "../sources/viewership.ts";

// Lists that Datadog's clients ask for by `page[number]`, from 0, and `page[size]`.

const DEFAULT_SIZE = 100;

/** A larger page is refused, not cut: whoever goes on until a page is not full would stop too early. */
const LARGEST_SIZE = 1000;

const NUMBER = "must be a whole number, from 0";
const SIZE = `must be a whole number from 1 to ${LARGEST_SIZE}`;
const digits = (message: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number);

/** The two parameters; `pageOf` reads them. */
export const pageParameters = {
  "page[number]": digits(NUMBER).default(0),
  "page[size]": digits(SIZE)
    .refine((size) => size >= 1 && size <= LARGEST_SIZE, SIZE)
    .default(DEFAULT_SIZE),
};

export const pageOf = (query: {
  readonly "page[number]": number;
  readonly "page[size]": number;
}): PageNumber => ({ number: query["page[number]"], size: query["page[size]"] });
