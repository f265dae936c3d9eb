import DOMPurify from "dompurify";
import { WITH_FRAMES } from "./profiles";

export function clean(html: string) {
    return DOMPurify.sanitize(html, WITH_FRAMES);
}
