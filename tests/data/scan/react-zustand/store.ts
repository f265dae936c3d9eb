import { create } from "zustand";
import { persist } from "zustand/middleware";

export const useAnswers = create<Answers>()(
    persist(
        (set) => ({
            html: "",
            load: async (client: Client) => {
                const result = await client.callTool({ name: "page" });
                set({ html: result.content[0].text });
            },
        }),
        { name: "answers" },
    ),
);
