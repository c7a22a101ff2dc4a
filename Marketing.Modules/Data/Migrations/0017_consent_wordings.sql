-- Who wrote an answer down by hand, and why.
alter table data_consents add column actor text;

alter table data_consents add column reason text;

-- What people were asked, by purpose and language: a new version never rewrites an old one, because old answers refer to it.
create table data_consent_wordings (
    id integer not null primary key,
    purpose text not null,
    language text not null,
    version integer not null,
    text text not null,
    actor text not null,
    created_at integer not null,
    unique (purpose, language, version)
);

insert into data_consent_wordings (purpose, language, version, text, actor, created_at) values
    ('marketing', 'en', 1, 'You may send me offers and recommendations. I can end this at any time.', 'program', 0),
    ('marketing', 'zh-Hans', 1, '我同意接收优惠和推荐信息，可随时撤回。', 'program', 0),
    ('personalisation', 'en', 1, 'You may fit pages and messages to what I have looked at and bought.', 'program', 0),
    ('personalisation', 'zh-Hans', 1, '我同意根据我浏览和购买过的商品调整页面与信息内容。', 'program', 0),
    ('profiling', 'en', 1, 'You may compute from my purchases what I am likely to need next.', 'program', 0),
    ('profiling', 'zh-Hans', 1, '我同意根据我的购买记录推算我接下来可能需要的商品。', 'program', 0),
    ('analytics', 'en', 1, 'You may count my visits in the statistics of the shop.', 'program', 0),
    ('analytics', 'zh-Hans', 1, '我同意将我的访问计入店铺统计。', 'program', 0);
