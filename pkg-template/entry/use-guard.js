"use client";
// `useGuard`: one guard for the application, held by the components that use it.
import { useInsertionEffect, useRef, useSyncExternalStore } from "react";
import { useBrowserEffect } from "./react-effects.js";
import { installGuard, parsePolicy } from "./guard-module.js";
import { CordonError } from "./shared.js";

const NONE = Object.freeze({ guard: null, violations: Object.freeze([]) });

let held;
let state = NONE;
let isDue = false;
const subscribers = new Set();

export function useGuard(policy, options) {
  const { onViolation, ...rest } = options ?? {};
  const key = JSON.stringify([parsePolicy(policy), rest]);
  const listener = useRef(null);
  /** @type {import("react").RefObject<any>} */
  const asked = useRef(null);
  /** @type {import("react").RefObject<any>} */
  const failure = useRef(null);
  // Insertion effects run ahead of every layout effect, those of children included, and StrictMode runs them once.
  useInsertionEffect(() => {
    listener.current = onViolation;
    asked.current = { policy, options: rest };
  });
  useInsertionEffect(() => {
    failure.current = null;
    try {
      return hold(key, asked.current, listener);
    } catch (error) {
      failure.current = error;
    }
  }, [key]);
  // React takes an error of an insertion effect for an update of a component that is not there yet.
  useBrowserEffect(() => {
    if (failure.current) throw failure.current;
  }, [key]);
  return useSyncExternalStore(
    subscribe,
    () => state,
    () => NONE,
  );
}

const subscribe = (subscriber) => {
  subscribers.add(subscriber);
  return () => void subscribers.delete(subscriber);
};

const hold = (key, asked, listener) => {
  if (held && held.key !== key) {
    const message = `useGuard: another component holds a guard with ${held.key}, so there is none with ${key}`;
    throw new CordonError("invalid-input", message);
  }
  held ??= install(key, asked);
  const mine = held;
  mine.listeners.add(listener);
  return () => {
    mine.listeners.delete(listener);
    if (mine.listeners.size > 0) return;
    held = undefined;
    mine.guard.uninstall();
    tell();
  };
};

const install = (key, { policy, options }) => {
  const listeners = new Set();
  const onViolation = (violation) => {
    tell();
    for (const { current } of listeners) current?.(violation);
  };
  const guard = installGuard(policy, { ...options, onViolation });
  tell();
  return { key, guard, listeners };
};

/** A call may be refused while React renders or commits, when no component can be told: all are, right afterwards. */
const tell = () => {
  if (isDue) return;
  isDue = true;
  queueMicrotask(() => {
    isDue = false;
    if (!held && state === NONE) return;
    state = held ? Object.freeze({ guard: held.guard, violations: held.guard.violations }) : NONE;
    for (const subscriber of [...subscribers]) subscriber();
  });
};
