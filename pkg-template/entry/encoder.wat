;; Writes a string's text to memory as UTF-8, where the platform has JavaScript's strings as imports:
;; https://webassembly.github.io/js-string-builtins/
;;
;; V8's `TextEncoder.encodeInto` takes 2 ns a unit of a string that has a character beyond Latin-1 in it; this takes 1.
(module
  (type $units (array (mut i16)))
  (import "wasm:js-string" "length" (func $length (param externref) (result i32)))
  (import "wasm:js-string" "substring" (func $substring (param externref i32 i32) (result (ref extern))))
  (import "wasm:js-string" "intoCharCodeArray"
    (func $copy (param externref (ref null $units) i32) (result i32)))
  (import "" "memory" (memory 0))

  ;; As many units as are copied out of a string at once.
  (global $piece i32 (i32.const 8192))
  (global $units (ref $units) (array.new_default $units (i32.const 8192)))
  (global $read (mut i32) (i32.const 0))

  ;; How many units the last `write` read.
  (func (export "read") (result i32) (global.get $read))

  (func $unit (param $at i32) (result i32)
    (array.get_u $units (global.get $units) (local.get $at)))

  ;; The bytes of a sequence behind its first.
  (func $continue (param $to i32) (param $bits i32)
    (i32.store8 (local.get $to) (i32.or (i32.const 0x80) (i32.and (local.get $bits) (i32.const 0x3f)))))

  ;; As `encodeInto`: as many whole code points as there is room for from `start` to `end`, a lone surrogate as U+FFFD. Returns
  ;; how many bytes these are.
  (func (export "write") (param $text externref) (param $start i32) (param $end i32) (result i32)
    (local $all i32) (local $from i32) (local $until i32)
    (local $count i32) (local $at i32) (local $to i32) (local $code i32) (local $size i32)
    (local $a i32) (local $b i32) (local $c i32) (local $d i32)
    (local.set $all (call $length (local.get $text)))
    (local.set $to (local.get $start))
    (block $over
      (loop $pieces
        (br_if $over (i32.ge_u (local.get $from) (local.get $all)))
        (local.set $until (i32.add (local.get $from) (global.get $piece)))
        (if (i32.gt_u (local.get $until) (local.get $all)) (then (local.set $until (local.get $all))))
        (local.set $count
          (call $copy
            (call $substring (local.get $text) (local.get $from) (local.get $until)) (global.get $units) (i32.const 0)))
        ;; The first half of a pair waits for its second.
        (if (i32.and
              (i32.lt_u (local.get $until) (local.get $all))
              (i32.eq
                (i32.and (call $unit (i32.sub (local.get $count) (i32.const 1))) (i32.const 0xfc00))
                (i32.const 0xd800)))
          (then (local.set $count (i32.sub (local.get $count) (i32.const 1)))))
        (local.set $at (i32.const 0))
        (block $written
          (loop $ascii
            (block $other
              ;; Four ASCII characters at a time.
              (loop $four
                (br_if $other (i32.lt_u (i32.sub (local.get $count) (local.get $at)) (i32.const 4)))
                (br_if $other (i32.lt_u (i32.sub (local.get $end) (local.get $to)) (i32.const 4)))
                (local.set $a (call $unit (local.get $at)))
                (local.set $b (call $unit (i32.add (local.get $at) (i32.const 1))))
                (local.set $c (call $unit (i32.add (local.get $at) (i32.const 2))))
                (local.set $d (call $unit (i32.add (local.get $at) (i32.const 3))))
                (br_if $other
                  (i32.ge_u
                    (i32.or (i32.or (local.get $a) (local.get $b)) (i32.or (local.get $c) (local.get $d)))
                    (i32.const 0x80)))
                (i32.store align=1 (local.get $to)
                  (i32.or
                    (i32.or (local.get $a) (i32.shl (local.get $b) (i32.const 8)))
                    (i32.or (i32.shl (local.get $c) (i32.const 16)) (i32.shl (local.get $d) (i32.const 24)))))
                (local.set $at (i32.add (local.get $at) (i32.const 4)))
                (local.set $to (i32.add (local.get $to) (i32.const 4)))
                (br $four)))
            ;; One code point at a time, to the next that is ASCII.
            (loop $one
              (br_if $written (i32.ge_u (local.get $at) (local.get $count)))
              (local.set $code (call $unit (local.get $at)))
              (local.set $at (i32.add (local.get $at) (i32.const 1)))
              (if (i32.eq (i32.and (local.get $code) (i32.const 0xf800)) (i32.const 0xd800))
                (then
                  (block $lone
                    (br_if $lone (i32.ge_u (local.get $code) (i32.const 0xdc00)))
                    (br_if $lone (i32.ge_u (local.get $at) (local.get $count)))
                    (local.set $b (call $unit (local.get $at)))
                    (br_if $lone (i32.ne (i32.and (local.get $b) (i32.const 0xfc00)) (i32.const 0xdc00)))
                    ;; (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000
                    (local.set $code
                      (i32.sub
                        (i32.add (i32.shl (local.get $code) (i32.const 10)) (local.get $b)) (i32.const 0x35fdc00)))
                    (if (i32.lt_u (i32.sub (local.get $end) (local.get $to)) (i32.const 4))
                      (then (local.set $at (i32.sub (local.get $at) (i32.const 1))) (br $over)))
                    (local.set $at (i32.add (local.get $at) (i32.const 1)))
                    (i32.store8 (local.get $to) (i32.or (i32.const 0xf0) (i32.shr_u (local.get $code) (i32.const 18))))
                    (call $continue
                      (i32.add (local.get $to) (i32.const 1)) (i32.shr_u (local.get $code) (i32.const 12)))
                    (call $continue
                      (i32.add (local.get $to) (i32.const 2)) (i32.shr_u (local.get $code) (i32.const 6)))
                    (call $continue (i32.add (local.get $to) (i32.const 3)) (local.get $code))
                    (local.set $to (i32.add (local.get $to) (i32.const 4)))
                    (br $one))
                  (local.set $code (i32.const 0xfffd))))
              (local.set $size
                (i32.add
                  (i32.add (i32.const 1) (i32.ge_u (local.get $code) (i32.const 0x80)))
                  (i32.ge_u (local.get $code) (i32.const 0x800))))
              (if (i32.lt_u (i32.sub (local.get $end) (local.get $to)) (local.get $size))
                (then (local.set $at (i32.sub (local.get $at) (i32.const 1))) (br $over)))
              (if (i32.eq (local.get $size) (i32.const 1))
                (then
                  (i32.store8 (local.get $to) (local.get $code))
                  (local.set $to (i32.add (local.get $to) (i32.const 1)))
                  (br $ascii)))
              (if (i32.eq (local.get $size) (i32.const 2))
                (then
                  (i32.store8 (local.get $to) (i32.or (i32.const 0xc0) (i32.shr_u (local.get $code) (i32.const 6)))))
                (else
                  (i32.store8 (local.get $to) (i32.or (i32.const 0xe0) (i32.shr_u (local.get $code) (i32.const 12))))
                  (local.set $to (i32.add (local.get $to) (i32.const 1)))
                  (call $continue (local.get $to) (i32.shr_u (local.get $code) (i32.const 6)))))
              (call $continue (i32.add (local.get $to) (i32.const 1)) (local.get $code))
              (local.set $to (i32.add (local.get $to) (i32.const 2)))
              (br $one))))
        (local.set $from (i32.add (local.get $from) (local.get $count)))
        (local.set $at (i32.const 0))
        (br $pieces)))
    (global.set $read (i32.add (local.get $from) (local.get $at)))
    (i32.sub (local.get $to) (local.get $start))))
