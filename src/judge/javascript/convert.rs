//! Values that cross between JavaScript and Rust.

use rquickjs::{Coerced, Ctx, Error, Exception, FromJs, IntoJs, Object, Result, TypedArray, Value, qjs};

/// A text; lone surrogates become replacement characters. Anything that is not a string is turned into one.
pub(super) struct Text(pub String);

impl<'js> FromJs<'js> for Text {
    fn from_js(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        if let Some(text) = value.as_string() {
            return Ok(Self(lossy(ctx, text.as_value())));
        }
        if value.is_symbol() {
            return Ok(Self("Symbol()".to_owned()));
        }
        let text = Coerced::<rquickjs::String<'js>>::from_js(ctx, value)?;
        Ok(Self(lossy(ctx, text.0.as_value())))
    }
}

/// The text of a string value.
fn lossy(ctx: &Ctx<'_>, value: &Value<'_>) -> String {
    let mut length = 0;
    // SAFETY: the value is a string of this runtime; the bytes are copied before they are given back.
    let bytes = unsafe {
        let start = qjs::JS_ToCStringLen(ctx.as_raw().as_ptr(), &raw mut length, value.as_raw());
        if start.is_null() {
            return String::new();
        }
        let bytes = std::slice::from_raw_parts(start.cast::<u8>(), length).to_vec();
        qjs::JS_FreeCString(ctx.as_raw().as_ptr(), start);
        bytes
    };
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let mut bytes = error.into_bytes();
        // A lone surrogate is written like any other character of three bytes, as is what replaces it.
        for at in 0..bytes.len().saturating_sub(2) {
            if bytes[at] == 0xed && bytes[at + 1] >= 0xa0 {
                bytes[at..at + 3].copy_from_slice("\u{fffd}".as_bytes());
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Bytes: a `Uint8Array`, or a view of one that is a subclass of it, an `ArrayBuffer`, or a string's UTF-8.
pub(super) struct Bytes(pub Vec<u8>);

impl<'js> FromJs<'js> for Bytes {
    fn from_js(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        if value.is_string() {
            return Ok(Self(Text::from_js(ctx, value)?.0.into_bytes()));
        }
        if let Some(object) = value.as_object() {
            if let Some(array) = object.as_typed_array::<u8>() {
                // SAFETY: nothing runs before the bytes are copied.
                return Ok(Self(unsafe { array.as_bytes() }.unwrap_or_default().to_vec()));
            }
            if let Some(buffer) = object.as_array_buffer() {
                // SAFETY: as above.
                return Ok(Self(unsafe { buffer.as_bytes() }.unwrap_or_default().to_vec()));
            }
        }
        Err(Exception::throw_type(ctx, "the lab's host takes a Uint8Array or a text here"))
    }
}

impl<'js> IntoJs<'js> for Bytes {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        Ok(TypedArray::<u8>::new(ctx.clone(), self.0)?.into_value())
    }
}

/// Throws an `Error` with a code, as Node's errors have.
pub(super) fn throw_coded(ctx: &Ctx<'_>, code: &str, message: &str) -> Error {
    let made = Exception::from_message(ctx.clone(), message).and_then(|error| {
        error.as_object().set("code", code)?;
        Ok(error)
    });
    match made {
        Ok(error) => error.throw(),
        Err(error) => error,
    }
}

/// Whether an object is there and has a property that counts as true.
pub(super) fn flag(options: Option<&Object<'_>>, name: &str) -> bool {
    options.is_some_and(|o| o.get::<_, Coerced<bool>>(name).is_ok_and(|v| v.0))
}
