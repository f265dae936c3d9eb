import axios from "axios";

const result = await client.callTool({ name: "next" });
const page = await axios.get(result.structuredContent.next);
