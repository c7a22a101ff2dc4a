using Dapper;
using Marketing.Data;
using Marketing.Execution;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Execution.Outbox;

/// <summary>Mails in the folder of the outbox that no message knows, because an older backup was brought back.</summary>
public sealed class StrayMailTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Mails_to_an_erased_person_go_also_where_the_database_knows_nothing_of_them()
    {
        _rig.AddRegulars(3);
        var before = await _rig.QueueAsync();
        await _rig.DeliverAsync();
        var written = (await _rig.MessagesAsync(before)).ToDictionary(message => message.Customer.Value, message => PathOf($"{message.Campaign.Value}", $"{message.Id.Value}.{message.Queued.ToUnixTimeMilliseconds():x}.eml"));
        _rig.Folder.Database.Write((connection, transaction) => connection.Execute(
            "delete from data_outcomes; delete from data_decisions; delete from execution_messages; delete from execution_campaigns;", transaction: transaction));
        Assert.All(written.Values, path => Assert.True(File.Exists(path)));

        var receipt = await EraseAsync(1);
        Assert.Equal(1, receipt.Single(line => line.What == "mail files that no message knew deleted").Count);
        Assert.False(File.Exists(written[1]));
        Assert.True(File.Exists(written[2]) && File.Exists(written[3]));
    }

    [Fact]
    public async Task Whoever_else_is_named_and_whatever_is_no_mail_stays()
    {
        _rig.AddRegulars(2);
        var moved = await WriteAsync("kept", "1.eml", "From: shop@tea.test\r\nTo: \"Buyer, the first\" <C1@Buyers.test>, other@person.test\r\n\r\nHello");
        var half = await WriteAsync("77", "5.1a.eml.partial", "To: c1@buyers.test\r\nSubj");
        var other = await WriteAsync("77", "6.1a.eml", "To: c2@buyers.test\r\nSubject: about c1@buyers.test\r\n\r\nc1@buyers.test");
        var noise = await WriteAsync("77", "7.1a.eml", "\0\u0001 c1@buyers.test");
        var receipt = await EraseAsync(1);
        Assert.Equal(2, receipt.Single(line => line.What == "mail files that no message knew deleted").Count);
        Assert.False(File.Exists(moved) || File.Exists(half));
        Assert.True(File.Exists(other) && File.Exists(noise));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_counted_and_does_not_stop_the_erasure()
    {
        _rig.AddRegulars(2);
        var guarded = await WriteAsync("77", "5.1a.eml", "To: c2@buyers.test\r\n\r\nHello");
        var mail = await WriteAsync("77", "6.1a.eml", "To: c1@buyers.test\r\n\r\nHello");
        File.Delete(guarded);

        // A link to nothing cannot be read by anybody, not even by root.
        File.CreateSymbolicLink(guarded, "not-there");
        var receipt = await EraseAsync(1);
        Assert.Equal(1, receipt.Single(line => line.What == "mail files that cannot be read and were left alone").Count);
        Assert.False(File.Exists(mail));
    }

    [Fact]
    public async Task Mails_that_no_message_knows_are_counted_and_those_of_messages_are_not()
    {
        _rig.AddRegulars(3);
        var campaign = await _rig.QueueAsync();
        await _rig.DeliverAsync();
        var message = (await _rig.MessagesAsync(campaign))[0];
        await WriteAsync($"{campaign.Value}", $"{message.Id.Value}.{message.Queued.ToUnixTimeMilliseconds():x}.eml.partial", "To: half");
        Assert.Equal(0, await _rig.Get<IOutbox>().CountStraysAsync(default));
        await WriteAsync($"{campaign.Value}", "999.1a.eml", "To: c1@buyers.test\r\n\r\n");
        await WriteAsync("77", "5.1a.eml.partial", "To: c1@buyers.test");
        await WriteAsync("77", "notes.txt", "no mail");
        await WriteAsync("", "moved.eml", "To: c1@buyers.test");
        Assert.Equal(3, await _rig.Get<IOutbox>().CountStraysAsync(default));
    }

    private async Task<IReadOnlyList<ReceiptLine>> EraseAsync(long customer)
    {
        var privacy = _rig.Get<IPrivacy>();
        return await privacy.ReceiptAsync((await privacy.EraseAsync(new CustomerId(customer), "Ada", default))!.Value, default);
    }

    private async Task<string> WriteAsync(string folder, string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(folder, name))!);
        await File.WriteAllTextAsync(PathOf(folder, name), text);
        return PathOf(folder, name);
    }

    private string PathOf(string folder, string name) => Path.Combine(_rig.Folder.Folder.Outbox, folder, name);
}
