import { harden } from "rehype-harden";
import { Streamdown, defaultRehypePlugins } from "streamdown";

const PLUGINS = [defaultRehypePlugins.raw, [harden, { allowedImagePrefixes: ["*"] }]];

export const Answer = ({ text }) => <Streamdown rehypePlugins={PLUGINS}>{text}</Streamdown>;
