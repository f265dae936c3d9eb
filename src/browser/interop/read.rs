//! Typed values out of JavaScript's own: each property is read once, and what does not fit is named in JavaScript's words.

use js_sys::Array;
use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use std::fmt;
use wasm_bindgen::prelude::*;

use crate::browser::natives;
use crate::error::shorten;

#[wasm_bindgen(module = "/src/browser/interop/values.js")]
extern "C" {
    #[wasm_bindgen(js_name = kindOf)]
    fn kind_of(value: &JsValue) -> String;
    #[wasm_bindgen(catch, js_name = keysOf)]
    fn keys_of(object: &JsValue) -> Result<Array, JsValue>;
    #[wasm_bindgen(catch, js_name = memberOf)]
    fn member_of(object: &JsValue, key: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = lengthOf)]
    fn length_of(array: &JsValue) -> Result<f64, JsValue>;
    #[wasm_bindgen(js_name = nodeType)]
    pub(in crate::browser) fn node_type(value: &JsValue) -> u32;
}

/// What a value is, with its article: `a string`, `an array`, `null`.
pub(in crate::browser) fn describe(value: &JsValue) -> String {
    let kind = kind_of(value);
    match kind.as_str() {
        "null" | "undefined" => kind,
        "array" | "object" => format!("an {kind}"),
        "bigint" | "boolean" | "function" | "number" | "string" | "symbol" => format!("a {kind}"),
        class => format!("an object of class {}", shorten(class, 40)),
    }
}

/// Reads `value`, but for its properties in `beside`, which the caller reads for himself.
pub(super) fn read<T: DeserializeOwned>(value: &JsValue, beside: &'static [&'static str]) -> Result<T, Misfit> {
    T::deserialize(Reader { value: value.clone(), beside }).map_err(|mut misfit| {
        if misfit.depth == 1 && !misfit.known.is_empty() {
            misfit.known.extend(beside);
        }
        misfit
    })
}

/// One property, as it is; undefined where `object` is none.
#[cfg(any(feature = "audit", feature = "html", feature = "page", feature = "service-worker"))]
pub(super) fn property(object: &JsValue, name: &str) -> Result<JsValue, Misfit> {
    if !object.is_object() {
        return Ok(JsValue::UNDEFINED);
    }
    member_of(object, &name.into()).map_err(|thrown| Misfit::unreadable(&thrown).at(&format!(".{name}")))
}

/// What does not fit, and where.
#[derive(Debug, Default)]
pub(super) struct Misfit {
    /// `.policy.connect[0]`
    path: String,
    /// How many steps that is.
    depth: usize,
    why: String,
    /// For an unknown name, the names that there are.
    known: Vec<&'static str>,
}

impl Misfit {
    fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), ..Self::default() }
    }

    fn expected(expected: &dyn fmt::Display, value: &JsValue) -> Self {
        Self::new(format!("expected {expected}, got {}", describe(value)))
    }

    fn unreadable(thrown: &JsValue) -> Self {
        let thrown = natives::to_text(thrown).unwrap_or_else(|_| describe(thrown));
        Self::new(format!("could not be read: {}", shorten(&thrown, 120)))
    }

    fn at(mut self, step: &str) -> Self {
        self.path.insert_str(0, step);
        self.depth += 1;
        self
    }

    /// The whole message, of a dictionary that is called `name`.
    pub(super) fn message(&self, name: &str) -> String {
        let Self { path, why, known, .. } = self;
        let known = if known.is_empty() { String::new() } else { format!("; there are {}", known.join(", ")) };
        format!("{name}{}: {why}{known}", shorten(path, 200))
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message("value"))
    }
}

impl std::error::Error for Misfit {}

impl serde::de::Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let got = match unexpected {
            Unexpected::Bool(_) => "a boolean",
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
            Unexpected::Char(_) | Unexpected::Str(_) => "a string",
            Unexpected::Unit | Unexpected::Option => "null",
            Unexpected::Seq => "an array",
            _ => "an object",
        };
        Self::new(format!("expected {expected}, got {got}"))
    }

    /// Only of a number is the value asked: it is one of the wrong size. serde would write floats, which weighs 10 KB.
    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let got = match unexpected {
            Unexpected::Unsigned(number) => number.to_string(),
            Unexpected::Signed(number) => number.to_string(),
            _ => return Self::invalid_type(unexpected, expected),
        };
        Self::new(format!("expected {expected}, got {got}"))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let expected: Vec<_> = expected.iter().map(|name| format!("{name:?}")).collect();
        let variant = crate::error::quote(variant);
        Self::new(format!("expected one of {}, got {variant}", expected.join(", ")))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let misfit = Self { known: expected.to_vec(), ..Self::new("no such option") };
        misfit.at(&format!(".{}", shorten(field, 60)))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new("is missing").at(&format!(".{field}"))
    }
}

struct Reader {
    value: JsValue,
    beside: &'static [&'static str],
}

impl Reader {
    fn new(value: JsValue) -> Self {
        Self { value, beside: &[] }
    }

    fn text(&self, expected: &str) -> Result<String, Misfit> {
        self.value.as_string().ok_or_else(|| Misfit::expected(&expected, &self.value))
    }

    fn whole_number(&self) -> Result<u64, Misfit> {
        const MOST: f64 = 9_007_199_254_740_991.0;
        match self.value.as_f64() {
            // In range, so nothing is cut off.
            Some(number) if number.fract() == 0.0 && (0.0..=MOST).contains(&number) => Ok(number as u64),
            Some(_) => Err(self.not_whole("a whole number from 0")),
            None => Err(Misfit::expected(&"a whole number from 0", &self.value)),
        }
    }

    /// The platform writes the number: what Rust writes floats with weighs 10 KB.
    fn not_whole(&self, expected: &str) -> Misfit {
        let number = natives::to_text(&self.value).unwrap_or_default();
        Misfit::new(format!("expected {expected}, got {number}"))
    }

    fn object(self) -> Result<Properties, Misfit> {
        if kind_of(&self.value) != "object" {
            return Err(Misfit::expected(&"an object", &self.value));
        }
        let keys = keys_of(&self.value).map_err(|thrown| Misfit::unreadable(&thrown))?;
        Ok(Properties { object: self.value, keys, next: 0, beside: self.beside, current: None })
    }

    fn array(self) -> Result<Items, Misfit> {
        if kind_of(&self.value) != "array" {
            return Err(Misfit::expected(&"an array", &self.value));
        }
        let length = length_of(&self.value).map_err(|thrown| Misfit::unreadable(&thrown))?;
        Ok(Items { array: self.value, length, next: 0.0 })
    }
}

impl<'de> Deserializer<'de> for Reader {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match kind_of(&self.value).as_str() {
            "string" => visitor.visit_string(self.text("a string")?),
            "boolean" => visitor.visit_bool(self.value.is_truthy()),
            "number" => visitor.visit_f64(self.value.as_f64().unwrap_or(f64::NAN)),
            "null" => visitor.visit_unit(),
            "array" => visitor.visit_seq(self.array()?),
            "object" => visitor.visit_map(self.object()?),
            _ => Err(Misfit::expected(&(&visitor as &dyn Expected), &self.value)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.value.as_bool() {
            Some(value) => visitor.visit_bool(value),
            None => Err(Misfit::expected(&"true or false", &self.value)),
        }
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.value.as_f64() {
            // In range, so nothing is cut off.
            Some(number) if number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX) => {
                visitor.visit_i32(number as i32)
            }
            Some(_) => Err(self.not_whole("a whole number")),
            None => Err(Misfit::expected(&"a whole number", &self.value)),
        }
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_u64(self.whole_number()?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_u64(self.whole_number()?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_u64(self.whole_number()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_string(self.text("a string")?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    /// A property that is undefined counts as absent and never gets here; `null` is a value that nothing takes.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_seq(self.array()?)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_map(self.object()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let expected: Vec<_> = variants.iter().map(|name| format!("{name:?}")).collect();
        visitor.visit_enum(Word(self.text(&format!("one of {}", expected.join(", ")))?))
    }

    forward_to_deserialize_any! {
        i8 i16 i64 i128 u8 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

/// An enumeration's value.
struct Word(String);

impl<'de> EnumAccess<'de> for Word {
    type Error = Misfit;
    type Variant = Bare;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Bare), Misfit> {
        let name: StringDeserializer<Misfit> = self.0.into_deserializer();
        Ok((seed.deserialize(name)?, Bare))
    }
}

struct Bare;

impl<'de> VariantAccess<'de> for Bare {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Misfit> {
        Err(Misfit::custom("expected more than a string"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Misfit> {
        Err(Misfit::custom("expected more than a string"))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Misfit> {
        Err(Misfit::custom("expected more than a string"))
    }
}

struct Properties {
    object: JsValue,
    keys: Array,
    next: u32,
    beside: &'static [&'static str],
    current: Option<(String, JsValue)>,
}

impl<'de> MapAccess<'de> for Properties {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        while self.next < self.keys.length() {
            let name = self.keys.get(self.next);
            self.next += 1;
            let key = name.as_string().unwrap_or_default();
            if self.beside.contains(&key.as_str()) {
                continue;
            }
            let value = member_of(&self.object, &name)
                .map_err(|thrown| Misfit::unreadable(&thrown).at(&format!(".{}", shorten(&key, 60))))?;
            if value.is_undefined() {
                continue;
            }
            let known = seed.deserialize::<StringDeserializer<Misfit>>(key.clone().into_deserializer())?;
            self.current = Some((key, value));
            return Ok(Some(known));
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let (key, value) = self.current.take().unwrap_or_default();
        seed.deserialize(Reader::new(value)).map_err(|misfit| misfit.at(&format!(".{}", shorten(&key, 60))))
    }
}

struct Items {
    array: JsValue,
    length: f64,
    next: f64,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        if self.next >= self.length {
            return Ok(None);
        }
        let index = self.next;
        self.next += 1.0;
        member_of(&self.array, &index.into())
            .map_err(|thrown| Misfit::unreadable(&thrown))
            .and_then(|item| seed.deserialize(Reader::new(item)))
            // As a whole number, which an array's index is: what writes a float weighs ten kilobytes.
            .map_err(|misfit| misfit.at(&format!("[{}]", index as u32)))
            .map(Some)
    }
}
