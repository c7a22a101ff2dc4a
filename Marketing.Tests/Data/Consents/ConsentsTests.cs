using Dapper;
using FluentValidation;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Consents;

public sealed class ConsentsTests : IDisposable
{
    private static readonly ConsentUse Mail = new(ConsentPurposes.Marketing, ConsentChannels.Mail);
    private static readonly ConsentUse Profiling = new(ConsentPurposes.Profiling, ConsentChannels.Web);
    private readonly ShopRig _rig = new();

    private IConsents Consents => _rig.Get<IConsents>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_withdrawal_adds_a_row_and_keeps_the_earlier_yes()
    {
        await OpenAsync();
        Assert.True(await Consents.UnsubscribeAsync(new CustomerId(1), "one-click unsubscribe", default));
        Assert.True(await Consents.UnsubscribeAsync(new CustomerId(1), "one-click unsubscribe", default));
        var history = await Consents.HistoryAsync(new CustomerId(1), default);
        Assert.Equal([false, true], history.Select(entry => entry.Granted));
        Assert.False((await _rig.Get<ICustomerRecords>().FindAsync(new CustomerId(1), default))!.MailConsent);
    }

    [Fact]
    public async Task Ticking_what_holds_already_writes_nothing_and_a_tick_more_writes_one_row()
    {
        await OpenAsync();
        Assert.Equal(0, await Consents.ChooseAsync(new CustomerId(1), [Mail], "en", "page", default));
        Assert.Equal(1, await Consents.ChooseAsync(new CustomerId(1), [Mail, Profiling], "zh-Hans", "page", default));
        var state = (await Consents.StateAsync(new CustomerId(1), default)).Single(one => one.Use == Profiling);
        Assert.True(state.Granted);
        Assert.Equal(("profiling-zh-Hans-1", "consent"), (state.Latest!.Wording, state.Latest.Basis));
        Assert.Null(await Consents.ChooseAsync(new CustomerId(99), [Mail], "en", "page", default));
    }

    [Fact]
    public async Task Refusing_everything_also_answers_what_was_never_asked()
    {
        await OpenAsync();
        Assert.Equal(ConsentUse.Asked.Count, await Consents.ChooseAsync(new CustomerId(1), [], "en", "page", default));
        Assert.All(await Consents.StateAsync(new CustomerId(1), default), state => Assert.False(state.Latest!.Granted));
    }

    [Fact]
    public async Task An_answer_of_an_import_that_was_taken_back_does_not_count()
    {
        await OpenAsync();
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute(
            """
            insert into data_imports (id, name, actor, state, started_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo) values (7, 'c.csv', 'test', 3, 0, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated, import_id) values (1, 'marketing', 'mail', 0, 5, 'file', 'v1', 0, 7);
            """,
            transaction: transaction));
        Assert.True((await Consents.StateAsync(new CustomerId(1), default)).Single(state => state.Use == Mail).Granted);
    }

    [Fact]
    public async Task Counts_and_months_follow_the_newest_answers()
    {
        await OpenAsync();
        var before = (await Consents.CountAsync(default)).Single(count => count.Use == Mail);
        await Consents.UnsubscribeAsync(new CustomerId(1), "page", default);
        var after = (await Consents.CountAsync(default)).Single(count => count.Use == Mail);
        Assert.Equal((before.Granted - 1, before.Refused + 1, before.NotAsked), (after.Granted, after.Refused, after.NotAsked));
        Assert.Equal(4, (await Consents.CountAsync(default)).Single(count => count.Use == Profiling).NotAsked);
        var months = (await Consents.MonthsAsync(default)).Where(month => month.Use == Mail).ToList();
        Assert.Equal((4L, 3L), (months[0].Granted, months[^1].Granted));
        Assert.Equal(new DateOnly(1970, 1, 1), months[0].Month);
    }

    [Fact]
    public async Task Writing_an_answer_down_by_hand_needs_a_reason_and_shows_in_the_audit_log()
    {
        await OpenAsync();
        var draft = new ConsentDraft(new CustomerId(2), Mail, false, "phone call", "spoken", "consent", "Ada", "");
        var refused = await Assert.ThrowsAsync<ValidationException>(() => Consents.RecordAsync(draft, default));
        Assert.Contains("by hand", refused.Message);
        Assert.True(await Consents.RecordAsync(draft with { Reason = "asked by phone" }, default));
        Assert.False(await Consents.RecordAsync(draft with { Customer = new CustomerId(99), Reason = "asked by phone" }, default));
        Assert.Equal("consent.withdraw", Assert.Single((await _rig.Get<IAuditLog>().ListAsync(new TableQuery(Search: "customer 2"), default)).Items).Action);
    }

    [Fact]
    public async Task A_new_wording_gets_a_new_version_and_old_answers_keep_theirs()
    {
        await OpenAsync();
        var wordings = _rig.Get<IConsentWordings>();
        await Consents.ChooseAsync(new CustomerId(1), [Mail, Profiling], "en", "page", default);
        var second = await wordings.AddAsync("profiling", "en", "You may guess what I need next.", "Ada", default);
        Assert.Equal("profiling-en-2", second.Code);
        Assert.Equal(2, (await wordings.AddAsync("profiling", "en", " You may guess what I need next. ", "Ada", default)).Version);
        Assert.Equal("profiling-en-1", (await Consents.HistoryAsync(new CustomerId(1), default))[0].Wording);
        await Consents.ChooseAsync(new CustomerId(2), [Mail, Profiling], "en", "page", default);
        Assert.Equal("profiling-en-2", (await Consents.HistoryAsync(new CustomerId(2), default))[0].Wording);
        await Assert.ThrowsAsync<ValidationException>(() => wordings.AddAsync("profiling", "fr", "Oui", "Ada", default));
    }

    private async Task OpenAsync()
    {
        await _rig.OpenForBusinessAsync();
        _rig.AddRegulars(4);
    }
}
