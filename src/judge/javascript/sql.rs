//! The host's SQLite. Databases lie in memory; the same path is the same database.

use super::convert::{Bytes, Text, flag, throw_coded};
use rquickjs::function::Opt;
use rquickjs::{Array, BigInt, Ctx, Exception, Function, IntoJs, Object, Result, Value};
use rusqlite::types::{Value as Cell, ValueRef};
use rusqlite::{Connection, OpenFlags, Statement, ffi};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Whole numbers beyond this are handed out as BigInts.
const SAFE: i64 = (1 << 53) - 1;

#[derive(Default)]
struct Open {
    connections: HashMap<u32, Rc<Connection>>,
    /// The connection and the text of each prepared statement.
    statements: HashMap<u32, (u32, Rc<str>)>,
    last: u32,
}

impl Open {
    fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }
}

type Shared = Rc<RefCell<Open>>;

/// Puts the functions into the host object. Every realm's host knows the same connections.
pub(super) fn install<'js>(host: &Object<'js>, open: &Databases) -> Result<()> {
    let ctx = host.ctx();
    let o = Rc::clone(&open.0);
    host.set(
        "sqlOpen",
        Function::new(ctx.clone(), move |ctx, path, options| connect(&ctx, &o, path, options))?,
    )?;
    let o = Rc::clone(&open.0);
    let close = move |db: u32| {
        let mut open = o.borrow_mut();
        open.statements.retain(|_, (of, _)| *of != db);
        open.connections.remove(&db);
    };
    host.set("sqlClose", Function::new(ctx.clone(), close)?)?;
    let o = Rc::clone(&open.0);
    let exec = move |ctx: Ctx<'js>, db: u32, text: Text| {
        connection(&ctx, &o, db)?.execute_batch(&text.0).map_err(|e| failed(&ctx, &e))
    };
    host.set("sqlExec", Function::new(ctx.clone(), exec)?)?;
    let o = Rc::clone(&open.0);
    let inside =
        move |ctx: Ctx<'js>, db: u32| Ok::<_, rquickjs::Error>(!connection(&ctx, &o, db)?.is_autocommit());
    host.set("sqlInTransaction", Function::new(ctx.clone(), inside)?)?;
    let o = Rc::clone(&open.0);
    host.set("sqlPrepare", Function::new(ctx.clone(), move |ctx, db, text| prepare(&ctx, &o, db, text))?)?;
    let o = Rc::clone(&open.0);
    let finalize = move |statement: u32| {
        o.borrow_mut().statements.remove(&statement);
    };
    host.set("sqlFinalize", Function::new(ctx.clone(), finalize)?)?;
    let o = Rc::clone(&open.0);
    host.set("sqlRun", Function::new(ctx.clone(), move |ctx, s, p: Opt<_>| run(&ctx, &o, s, p.0))?)?;
    let o = Rc::clone(&open.0);
    let all = move |ctx: Ctx<'js>, s, p: Opt<_>| {
        Ok::<_, rquickjs::Error>(rows(&ctx, &o, s, p.0, usize::MAX)?.into_value())
    };
    host.set("sqlAll", Function::new(ctx.clone(), all)?)?;
    let o = Rc::clone(&open.0);
    let get = move |ctx: Ctx<'js>, s, p: Opt<_>| rows(&ctx, &o, s, p.0, 1)?.get::<Value<'js>>(0);
    host.set("sqlGet", Function::new(ctx.clone(), get)?)
}

/// The databases that a task has open.
#[derive(Default, Clone)]
pub(super) struct Databases(Shared);

fn connect(ctx: &Ctx<'_>, open: &Shared, path: Text, options: Opt<Value<'_>>) -> Result<u32> {
    let options = options.0.as_ref().and_then(Value::as_object);
    let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags |= if flag(options, "readonly") {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
    };
    let made = Connection::open_with_flags(&path.0, flags).map_err(|e| failed(ctx, &e))?;
    let mut open = open.borrow_mut();
    let db = open.next();
    open.connections.insert(db, Rc::new(made));
    Ok(db)
}

fn connection(ctx: &Ctx<'_>, open: &Shared, db: u32) -> Result<Rc<Connection>> {
    let closed = || Exception::throw_type(ctx, "The database connection is not open");
    open.borrow().connections.get(&db).cloned().ok_or_else(closed)
}

fn statement(ctx: &Ctx<'_>, open: &Shared, statement: u32) -> Result<(Rc<Connection>, Rc<str>)> {
    let closed = || Exception::throw_type(ctx, "The statement has been finalized");
    let (db, text) = open.borrow().statements.get(&statement).cloned().ok_or_else(closed)?;
    Ok((connection(ctx, open, db)?, text))
}

/// The length of the first statement of a text.
fn first_statement(connection: &Connection, text: &str) -> usize {
    let Ok(length) = i32::try_from(text.len()) else { return text.len() };
    let mut made = std::ptr::null_mut();
    let mut tail = std::ptr::null();
    // SAFETY: the text outlives the call and is as long as it is said to be; what was made is given back.
    unsafe {
        let start = text.as_ptr().cast();
        let code = ffi::sqlite3_prepare_v2(connection.handle(), start, length, &raw mut made, &raw mut tail);
        ffi::sqlite3_finalize(made);
        if code != ffi::SQLITE_OK || tail.is_null() {
            return text.len();
        }
        usize::try_from(tail.offset_from(start)).map_or(text.len(), |at| text.floor_char_boundary(at))
    }
}

fn prepare<'js>(ctx: &Ctx<'js>, open: &Shared, db: u32, text: Text) -> Result<Object<'js>> {
    let connection = connection(ctx, open, db)?;
    let (first, rest) = text.0.split_at(first_statement(&connection, &text.0));
    let made = connection.prepare_cached(first).map_err(|e| failed(ctx, &e))?;
    let shape = Object::new(ctx.clone())?;
    let columns = Array::new(ctx.clone())?;
    for (at, name) in made.column_names().iter().enumerate() {
        let column = Object::new(ctx.clone())?;
        column.set("name", *name)?;
        columns.set(at, column)?;
    }
    shape.set("columns", columns)?;
    let parameters = Array::new(ctx.clone())?;
    for at in 0..made.parameter_count() {
        match made.parameter_name(at + 1) {
            Some(name) => parameters.set(at, name)?,
            None => parameters.set(at, Value::new_null(ctx.clone()))?,
        }
    }
    shape.set("parameters", parameters)?;
    shape.set("readonly", made.readonly())?;
    shape.set("rest", rest.trim())?;
    drop(made);
    let mut open = open.borrow_mut();
    let number = open.next();
    open.statements.insert(number, (db, first.into()));
    shape.set("statement", number)?;
    Ok(shape)
}

fn run<'js>(ctx: &Ctx<'js>, open: &Shared, number: u32, values: Option<Value<'js>>) -> Result<Object<'js>> {
    let (connection, text) = statement(ctx, open, number)?;
    let before = connection.total_changes();
    let mut made = connection.prepare_cached(&text).map_err(|e| failed(ctx, &e))?;
    bind(ctx, &mut made, values)?;
    {
        let mut rows = made.raw_query();
        while rows.next().map_err(|e| failed(ctx, &e))?.is_some() {}
    }
    let changed = if connection.total_changes() == before { 0 } else { connection.changes() };
    let done = Object::new(ctx.clone())?;
    done.set("changes", changed as f64)?;
    done.set("lastInsertRowid", whole(ctx, connection.last_insert_rowid())?)?;
    Ok(done)
}

fn rows<'js>(
    ctx: &Ctx<'js>,
    open: &Shared,
    number: u32,
    values: Option<Value<'js>>,
    most: usize,
) -> Result<Array<'js>> {
    let (connection, text) = statement(ctx, open, number)?;
    let mut made = connection.prepare_cached(&text).map_err(|e| failed(ctx, &e))?;
    bind(ctx, &mut made, values)?;
    let columns = made.column_count();
    let mut rows = made.raw_query();
    let all = Array::new(ctx.clone())?;
    let mut count = 0;
    while count < most
        && let Some(row) = rows.next().map_err(|e| failed(ctx, &e))?
    {
        let cells = Array::new(ctx.clone())?;
        for at in 0..columns {
            let cell = match row.get_ref(at).map_err(|e| failed(ctx, &e))? {
                ValueRef::Null => Value::new_null(ctx.clone()),
                ValueRef::Integer(n) => whole(ctx, n)?,
                ValueRef::Real(n) => n.into_js(ctx)?,
                ValueRef::Text(text) => String::from_utf8_lossy(text).as_ref().into_js(ctx)?,
                ValueRef::Blob(bytes) => Bytes(bytes.to_vec()).into_js(ctx)?,
            };
            cells.set(at, cell)?;
        }
        all.set(count, cells)?;
        count += 1;
    }
    Ok(all)
}

fn whole<'js>(ctx: &Ctx<'js>, n: i64) -> Result<Value<'js>> {
    if n.abs() <= SAFE { (n as f64).into_js(ctx) } else { BigInt::from_i64(ctx.clone(), n)?.into_js(ctx) }
}

/// Binds an array's values in their order, or an object's by name.
fn bind<'js>(ctx: &Ctx<'js>, made: &mut Statement<'_>, values: Option<Value<'js>>) -> Result<()> {
    let count = made.parameter_count();
    let given = values.as_ref().and_then(Value::as_object);
    let list = values.as_ref().and_then(Value::as_array);
    if list.is_some_and(|list| list.len() > count) {
        return Err(Exception::throw_range(ctx, "Too many parameter values were provided"));
    }
    for at in 1..=count {
        let value = match (list, given) {
            (Some(list), _) if at <= list.len() => list.get::<Value<'js>>(at - 1)?,
            (None, Some(given)) => {
                let name = made.parameter_name(at).unwrap_or_default().to_owned();
                let bare = name.trim_start_matches([':', '@', '$', '?']);
                let key = if given.contains_key(bare)? { bare } else { name.as_str() };
                if !given.contains_key(key)? {
                    let message = format!("Missing named parameter \"{bare}\"");
                    return Err(Exception::throw_range(ctx, &message));
                }
                given.get::<_, Value<'js>>(key)?
            }
            _ => return Err(Exception::throw_range(ctx, "Too few parameter values were provided")),
        };
        made.raw_bind_parameter(at, cell(ctx, &value)?).map_err(|e| failed(ctx, &e))?;
    }
    Ok(())
}

fn cell(ctx: &Ctx<'_>, value: &Value<'_>) -> Result<Cell> {
    if value.is_null() {
        return Ok(Cell::Null);
    }
    if let Some(n) = value.as_int() {
        return Ok(Cell::Integer(n.into()));
    }
    if let Some(n) = value.as_float() {
        return Ok(Cell::Real(n));
    }
    if let Some(n) = value.as_big_int() {
        return Ok(Cell::Integer(n.clone().to_i64()?));
    }
    if value.is_string() {
        return Ok(Cell::Text(value.get::<Text>()?.0));
    }
    match value.get::<Bytes>() {
        Ok(bytes) => Ok(Cell::Blob(bytes.0)),
        Err(_) => {
            ctx.catch();
            let message = "SQLite3 can only bind numbers, strings, bigints, buffers, and null";
            Err(Exception::throw_type(ctx, message))
        }
    }
}

fn failed(ctx: &Ctx<'_>, error: &rusqlite::Error) -> rquickjs::Error {
    let (code, message) = match error {
        rusqlite::Error::SqliteFailure(e, message) => {
            (code_name(e.extended_code), message.clone().unwrap_or_else(|| e.to_string()))
        }
        rusqlite::Error::SqlInputError { error: e, msg, .. } => (code_name(e.extended_code), msg.clone()),
        other => ("SQLITE_ERROR", other.to_string()),
    };
    throw_coded(ctx, code, &message)
}

/// The name of a result code, as SQLite's documents and the drivers have it.
fn code_name(code: i32) -> &'static str {
    match code {
        ffi::SQLITE_CONSTRAINT_UNIQUE => "SQLITE_CONSTRAINT_UNIQUE",
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY => "SQLITE_CONSTRAINT_PRIMARYKEY",
        ffi::SQLITE_CONSTRAINT_NOTNULL => "SQLITE_CONSTRAINT_NOTNULL",
        ffi::SQLITE_CONSTRAINT_CHECK => "SQLITE_CONSTRAINT_CHECK",
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => "SQLITE_CONSTRAINT_FOREIGNKEY",
        ffi::SQLITE_CONSTRAINT_TRIGGER => "SQLITE_CONSTRAINT_TRIGGER",
        ffi::SQLITE_CONSTRAINT_ROWID => "SQLITE_CONSTRAINT_ROWID",
        _ => match code & 0xff {
            ffi::SQLITE_CONSTRAINT => "SQLITE_CONSTRAINT",
            ffi::SQLITE_BUSY => "SQLITE_BUSY",
            ffi::SQLITE_LOCKED => "SQLITE_LOCKED",
            ffi::SQLITE_READONLY => "SQLITE_READONLY",
            ffi::SQLITE_CANTOPEN => "SQLITE_CANTOPEN",
            ffi::SQLITE_MISMATCH => "SQLITE_MISMATCH",
            ffi::SQLITE_RANGE => "SQLITE_RANGE",
            ffi::SQLITE_TOOBIG => "SQLITE_TOOBIG",
            ffi::SQLITE_AUTH => "SQLITE_AUTH",
            ffi::SQLITE_MISUSE => "SQLITE_MISUSE",
            _ => "SQLITE_ERROR",
        },
    }
}
