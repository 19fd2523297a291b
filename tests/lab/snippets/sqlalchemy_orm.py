"""SQLAlchemy over SQLite: every line is the same on the lab's side and on the real one."""

from typing import Optional
from sqlalchemy import create_engine, select, text, func, ForeignKey, String, insert, update, delete, and_, or_, desc, Table, Column, Integer, MetaData, exists, case
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, Session, sessionmaker, selectinload, joinedload, aliased
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
import datetime as dt
class Base(DeclarativeBase): pass
post_tags = Table("post_tags", Base.metadata, Column("post_id", ForeignKey("posts.id"), primary_key=True), Column("tag_id", ForeignKey("tags.id"), primary_key=True))
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(30), unique=True)
    email: Mapped[Optional[str]]
    active: Mapped[bool] = mapped_column(default=True)
    balance: Mapped[int] = mapped_column(default=0)
    made: Mapped[dt.datetime] = mapped_column(default=lambda: dt.datetime(2024, 1, 2))
    posts: Mapped[list["Post"]] = relationship(back_populates="author", cascade="all, delete-orphan", order_by="Post.id")
    def __repr__(self): return f"U({self.id},{self.name})"
class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped["User"] = relationship(back_populates="posts")
    tags: Mapped[list["Tag"]] = relationship(secondary=post_tags, back_populates="posts")
    def __repr__(self): return f"P({self.id},{self.title})"
class Tag(Base):
    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    posts: Mapped[list["Post"]] = relationship(secondary=post_tags, back_populates="tags")
engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        text = str(e).split("(Background")[0].split(" Original exception")[0].split(" at 0x")[0]
        print(type(e).__module__, type(e).__name__, text.split("[SQL: select")[0].strip())
with Session(engine) as s:
    ana = User(name="ana", email="a@b"); bob = User(name="bob", posts=[Post(title="b1"), Post(title="b2")])
    s.add_all([ana, bob]); s.commit()
    print(ana.id, bob.id, bob.posts, bob.posts[0].author, ana.made, ana.active)
    p = Post(title="a1", author=ana); s.add(p); s.flush(); print(p.author_id, ana.posts)
    p.tags.append(Tag(name="x")); p.tags.append(Tag(name="y")); s.commit()
    print([x.name for x in p.tags], p.tags[0].posts)
    t(lambda: s.execute(select(User)).all())
    t(lambda: s.scalars(select(User).where(User.name == "bob")).one())
    t(lambda: s.scalars(select(User).filter_by(name="nobody")).one())
    t(lambda: s.execute(select(User.id, User.name).order_by(User.name.desc())).all())
    t(lambda: s.execute(select(User.name, func.count(Post.id).label("n")).join(User.posts).group_by(User.id).order_by("n")).all())
    t(lambda: s.execute(select(User.name, Post.title).join(Post, Post.author_id == User.id).where(Post.title.like("b%"))).all())
    t(lambda: s.execute(select(Post).join(Post.author).where(User.name == "ana")).scalars().all())
    t(lambda: s.execute(text("SELECT name FROM users WHERE name = :n"), {"n": "x' OR '1'='1"}).all())
    t(lambda: s.execute(text("SELECT name FROM users WHERE name = '%s'" % "x' OR '1'='1")).all())
    t(lambda: s.execute("SELECT 1"))
    t(lambda: s.execute(select(User).order_by("name")).scalars().all())
    t(lambda: s.execute(select(User).order_by("name; drop")).scalars().all())
    t(lambda: s.execute(select(User).order_by(text("name desc"))).scalars().all())
    t(lambda: s.execute(select(User).where("1=1")).all())
    t(lambda: s.execute(select(User).where(text("1=1 OR name = 'x'"))).scalars().all())
    t(lambda: s.query(User).filter(User.name.in_(["ana", "zoe"])).all())
    t(lambda: s.query(User).filter_by(nope=1).all())
    t(lambda: s.query(User).filter(or_(User.name == "ana", and_(User.id > 1, User.active.is_(True)))).order_by(desc(User.id)).limit(1).all())
    t(lambda: s.query(User.name).all())
    t(lambda: s.query(func.count(User.id)).scalar())
    t(lambda: s.query(User).count())
    t(lambda: s.get(User, 1)); t(lambda: s.get(User, 99)); t(lambda: s.query(User).first())
    t(lambda: User(nope=1))
    def dup():
        s.add(User(name="ana")); s.commit()
    t(dup); t(lambda: s.scalars(select(User)).all()); s.rollback(); t(lambda: s.scalars(select(User)).all())
    ana = s.get(User, 1); ana.balance = User.balance + 5; s.commit(); print(ana.balance)
    r = s.execute(update(User).where(User.id == 1, User.balance >= 5).values(balance=User.balance - 5)); print(r.rowcount, ana.balance)
    r = s.execute(update(User).where(User.id == 1, User.balance >= 5).values(balance=User.balance - 5)); print(r.rowcount)
    s.rollback(); print(ana.balance)
    t(lambda: s.execute(insert(User).values(name="zoe")).inserted_primary_key)
    t(lambda: s.execute(insert(User).returning(User.id), [{"name": "q"}]).scalar())
    t(lambda: s.execute(delete(User).where(User.name == "zoe")).rowcount)
    s.delete(bob); s.commit(); t(lambda: s.scalars(select(Post)).all())
    t(lambda: s.execute(select(User).where(User.posts.any(Post.title == "a1"))).scalars().all())
    t(lambda: s.execute(select(User).where(exists().where(Post.author_id == User.id))).scalars().all())
    t(lambda: s.execute(select(User.id).where(User.id.in_(select(Post.author_id)))).scalars().all())
    t(lambda: s.execute(select(func.count()).select_from(User)).scalar_one())
    t(lambda: [dict(r) for r in s.execute(select(User.id, User.email)).mappings()])
    t(lambda: s.execute(select(User).where(User.email == None)).all())
    t(lambda: s.execute(select(User).where(User.name.contains("a%", autoescape=True))).all())
    t(lambda: s.execute(select(case((User.balance > 3, "rich"), else_="poor"))).all())
    t(lambda: s.execute(select(User).options(selectinload(User.posts)).where(User.id == 1)).scalar_one().posts)
    A = aliased(User)
    t(lambda: s.execute(select(User.name, A.name).where(User.id != A.id)).all())
    d = s.get(User, 1)
t(lambda: d.name); 
with Session(engine) as s: d = s.get(User, 1); s.expire(d)
t(lambda: d.name); t(lambda: d.posts)
with engine.connect() as c:
    t(lambda: c.execute(text("select 1 as a, 'x' as b")).mappings().all())
    t(lambda: c.execute(text("select :a"), {}).all())
    t(lambda: c.execute(text("select * from nope")).all())
    c.execute(text("insert into users (name, active, balance, made) values ('w', 1, 0, '2024-01-01 00:00:00.000000')")); 
with engine.begin() as c: t(lambda: c.execute(text("select count(*) from users where name='w'")).scalar())
