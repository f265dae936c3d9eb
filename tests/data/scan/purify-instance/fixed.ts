import createDOMPurify from "dompurify";
import { JSDOM } from "jsdom";

const cleaner = createDOMPurify(new JSDOM("").window);

export const clean = (html: string) => cleaner.sanitize(html, { ADD_TAGS: ['details'] });
