import { Streamdown } from "streamdown";

export const Answer = ({ text }: { text: string }) => (
    <Streamdown allowedImagePrefixes={["https://images.example/"]}>{text}</Streamdown>
);
