// The shadow trees that markup declares, as the guard finds them in its text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { declares, declaresClosed, wholeUpTo } from "../../src/browser/guard/declared.js";

test("a tree that may be closed is found, however it is written", () => {
  for (const [markup, isClosed] of [
    ["<template shadowrootmode=closed>", true],
    ["<TEMPLATE\nShadowRootMode\f=\t'closed'>", true],
    ["<template/shadowrootmode=&#99;losed>", true],
    ["<template title='>' shadowrootmode=closed>", true],
    ["<template shadowrootmode=open>", false],
    ["<template shadowrootmode>", false],
    ["<templates shadowrootmode=closed>", false],
    ["&lt;template shadowrootmode=closed>", false],
    ["<script>if (root.shadowRootMode === 'closed') {}</script>", false],
  ]) {
    assert.equal(declaresClosed(markup), isClosed, markup);
  }
  assert.ok(declares("<p><template class=a shadowrootmode=open>"));
  assert.ok(!declares("<template><p shadowroot></p></template>"));
});

test("a text is whole up to a template's tag that goes on", () => {
  for (const [markup, rest] of [
    ["", ""],
    ["1 < 2", ""],
    ["<div", ""],
    ["<templates ", ""],
    ["<template>", ""],
    ["<template title='>'>", ""],
    ['<template a"b>', ""],
    ['<template ="x>', ""],
    ["<template a= >", ""],
    ["<template a=b/>", ""],
    ["<template title='<template' b>x", ""],
    ["x<", "<"],
    ["x<tEm", "<tEm"],
    ["x<template", "<template"],
    ["x<template/", "<template/"],
    ["x<template a=b/", "<template a=b/"],
    ["x<template title='>", "<template title='>"],
    ['x<template a"b c="d>', '<template a"b c="d>'],
  ]) {
    assert.equal(markup.slice(wholeUpTo(markup)), rest, markup);
  }
});

test("a long text takes no longer than it should", () => {
  const start = performance.now();
  assert.ok(!declaresClosed("<template >".repeat(100_000)));
  assert.equal(wholeUpTo("<template >".repeat(100_000)), 1_100_000);
  assert.ok(performance.now() - start < 20_000);
});
