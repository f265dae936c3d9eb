import { useEffect, useLayoutEffect } from "react";

/** A server runs no effects, and React 18 says so for each that is a layout effect. */
export const useBrowserEffect = typeof document === "undefined" ? useEffect : useLayoutEffect;
