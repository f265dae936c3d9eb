import { Streamdown } from "streamdown";

export const Answer = ({ text }: { text: string }) => (
    <Streamdown allowedImagePrefixes={["*"]}>{text}</Streamdown>
);
