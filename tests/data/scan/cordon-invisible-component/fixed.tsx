import { ToolOutput } from "mcp-cordon/react";

export const Answer = ({ html }) => <ToolOutput html={html} options={{ invisibleText: "reveal" }} />;
