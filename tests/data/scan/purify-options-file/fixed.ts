import DOMPurify from "dompurify";
import { PLAIN } from "./profiles";

export function clean(html: string) {
    return DOMPurify.sanitize(html, PLAIN);
}
