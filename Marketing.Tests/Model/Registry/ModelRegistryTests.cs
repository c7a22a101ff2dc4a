using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model;
using Marketing.Model.Outlooks;
using Marketing.Model.Recommenders;
using Marketing.Model.Registry;
using Marketing.Model.Sql;
using Marketing.Model.Training;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Model.Registry;

public sealed class ModelRegistryTests : IDisposable
{
    private readonly ModelRig _rig = new();

    [Fact]
    public async Task A_trained_version_is_a_challenger_with_its_period_and_parameters()
    {
        var version = await _rig.Training.TrainAsync("item-knn", Shop(), null, null, default);
        Assert.Equal(("recommend", "item-knn", 1L, ModelState.Challenger), (version.Purpose, version.Kind, version.Version, version.State));
        Assert.Equal((Shop().AsOf.AddDays(-9), Shop().AsOf), (version.TrainedFrom, version.TrainedTo));
        Assert.Equal(["200", "true"], [version.Parameters["K"], version.Parameters["include_self"]]);
        Assert.Equal(64, version.FileHash.Length);
        Assert.Equal(version.FileBytes, new FileInfo(Assert.Single(Directory.GetFiles(_rig.Folder.Folder.Models))).Length);
        Assert.Equal(2, (await _rig.Training.TrainAsync("item-knn", Shop(), null, null, default)).Version);
        Assert.Equal(1, (await _rig.Training.TrainAsync("popular", Shop(), null, null, default)).Version);
    }

    [Fact]
    public async Task A_run_that_resumes_trains_a_kind_once()
    {
        var first = await _rig.Training.TrainAsync("popular", Shop(), new RunId(7), null, default);
        Assert.Equal(first.Id, (await _rig.Training.TrainAsync("popular", Shop(), new RunId(7), null, default)).Id);
        Assert.NotEqual(first.Id, (await _rig.Training.TrainAsync("popular", Shop(), new RunId(8), null, default)).Id);
        Assert.Equal(2, (await _rig.Models.ListAsync("recommend", new TableQuery(), default)).Total);
    }

    [Fact]
    public async Task One_version_is_in_charge_and_the_one_before_is_retired()
    {
        var (first, second) = (await TrainAsync(), await TrainAsync());
        Assert.Null(await _rig.Models.ChampionAsync("recommend", default));
        await _rig.Models.PromoteAsync(first, "system", "The first.", default);
        await _rig.Models.PromoteAsync(second, "ann", "Better by 0.1.", default);
        Assert.Equal(second, (await _rig.Models.ChampionAsync("recommend", default))!.Id);
        Assert.Equal(ModelState.Retired, (await _rig.Models.FindAsync(first, default))!.State);
        var promotions = await _rig.Models.PromotionsAsync("recommend", 10, default);
        Assert.Equal([(first, second, "ann", "Better by 0.1.")], promotions.Take(1).Select(promotion => (promotion.From!.Value, promotion.To, promotion.Actor, promotion.Reason)));
        Assert.Null(promotions[1].From);
    }

    [Fact]
    public async Task Promoting_the_champion_again_records_nothing()
    {
        var version = await TrainAsync();
        await _rig.Models.PromoteAsync(version, "system", "The first.", default);
        await _rig.Models.PromoteAsync(version, "system", "Again.", default);
        Assert.Single(await _rig.Models.PromotionsAsync("recommend", 10, default));
    }

    [Fact]
    public async Task Rolling_back_twice_goes_two_champions_back_and_then_no_further()
    {
        var versions = new[] { await TrainAsync(), await TrainAsync(), await TrainAsync() };
        foreach (var version in versions)
        {
            await _rig.Models.PromoteAsync(version, "system", "Better.", default);
        }

        Assert.Equal(versions[1], (await _rig.Models.RollBackAsync("recommend", "ann", default))!.Id);
        Assert.Equal(versions[0], (await _rig.Models.RollBackAsync("recommend", "ann", default))!.Id);
        Assert.Null(await _rig.Models.RollBackAsync("recommend", "ann", default));
        Assert.Equal(versions[0], (await _rig.Models.ChampionAsync("recommend", default))!.Id);
        Assert.Null(await _rig.Models.RollBackAsync("another purpose", "ann", default));
    }

    [Fact]
    public async Task What_a_person_puts_in_charge_is_held_until_it_is_released()
    {
        var (first, second) = (await TrainAsync(), await TrainAsync());
        await _rig.Models.PromoteAsync(first, IModels.ByItself, "The first.", default);
        Assert.Null(await _rig.Models.HoldAsync("recommend", default));
        await _rig.Models.PromoteAsync(second, "ann", "I know better.", default);
        Assert.Equal("ann", (await _rig.Models.HoldAsync("recommend", default))!.Actor);
        await _rig.Models.RollBackAsync("recommend", "bob", default);
        Assert.Equal("bob", (await _rig.Models.HoldAsync("recommend", default))!.Actor);
        Assert.Null(await _rig.Models.HoldAsync("another purpose", default));
        Assert.True(await _rig.Models.ReleaseAsync("recommend", default));
        Assert.False(await _rig.Models.ReleaseAsync("recommend", default));
        Assert.Null(await _rig.Models.HoldAsync("recommend", default));
    }

    [Fact]
    public async Task A_challenger_that_does_not_win_is_retired_with_the_reason_and_a_champion_cannot_be()
    {
        var (champion, challenger) = (await TrainAsync(), await TrainAsync());
        await _rig.Models.PromoteAsync(champion, "system", "The first.", default);
        await _rig.Models.KeepChampionAsync(challenger, "Not better.", default);
        var kept = (await _rig.Models.FindAsync(challenger, default))!;
        Assert.Equal((ModelState.NotChosen, "Not better."), (kept.State, kept.Note));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _rig.Models.KeepChampionAsync(champion, "No.", default));
        Assert.Equal(champion, (await _rig.Models.ChampionAsync("recommend", default))!.Id);
    }

    [Fact]
    public async Task Figures_of_a_backtest_stay_with_their_version()
    {
        var (first, second) = (await TrainAsync(), await TrainAsync());
        await _rig.Models.SaveMetricsAsync(first, [new Metric("ndcg@10", 0.1)], default);
        await _rig.Models.SaveMetricsAsync(first, [new Metric("ndcg@10", 0.25, 0.2, 0.3), new Metric("coverage@10", 0.5)], default);
        Assert.Equal([new Metric("ndcg@10", 0.25, 0.2, 0.3), new Metric("coverage@10", 0.5)], (await _rig.Models.FindAsync(first, default))!.Metrics);
        var page = await _rig.Models.ListAsync(null, new TableQuery(Take: 1), default);
        Assert.Equal((2L, second), (page.Total, Assert.Single(page.Items).Id));
        Assert.Empty(page.Items[0].Metrics);
        Assert.Empty((await _rig.Models.ListAsync("recommend", new TableQuery(Search: "100%"), default)).Items);
    }

    [Fact]
    public async Task A_model_is_loaded_from_its_file_once()
    {
        var version = await TrainAsync();
        _rig.Reopen();
        var loaded = await Task.WhenAll(_rig.Models.LoadAsync(version, default), _rig.Models.LoadAsync(version, default));
        Assert.Same(loaded[0], loaded[1]);
        var (fresh, stored) = (new float[3], new float[3]);
        _rig.Fits.Fit("item-knn", Shop(), null, null, default).Score(Shop(), 0, fresh);
        loaded[0].Score(Shop(), 0, stored);
        Assert.Equal(fresh, stored);
    }

    [Fact]
    public async Task A_missing_short_or_changed_file_is_refused_in_plain_words_and_taken_once_mended()
    {
        var version = await TrainAsync();
        _rig.Reopen();
        var path = Assert.Single(Directory.GetFiles(_rig.Folder.Folder.Models));
        var bytes = await File.ReadAllBytesAsync(path);

        File.Delete(path);
        Assert.Contains("is missing", await RefusedAsync(version));
        await File.WriteAllBytesAsync(path, bytes[..^5]);
        Assert.Contains("is cut short", await RefusedAsync(version));
        bytes[^3] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        Assert.Contains("is damaged", await RefusedAsync(version));
        bytes[^3] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        Assert.Equal("item-knn", (await _rig.Models.LoadAsync(version, default)).Kind);
    }

    [Fact]
    public async Task Files_of_old_versions_that_were_never_in_charge_are_removed_and_their_rows_stay()
    {
        using var rig = new ModelRig(new ModelOptions { RetiredFiles = 1 });
        var versions = new List<ModelVersionId>();
        for (var day = 0; day < 5; day++)
        {
            var version = (await rig.Training.TrainAsync("item-knn", Shop(day), null, null, default)).Id;
            versions.Add(version);
            await (day == 0 ? rig.Models.PromoteAsync(version, "system", "The first.", default) : rig.Models.KeepChampionAsync(version, "Not better.", default));
        }

        // Each training tidies up before its own version is judged: the champion's file, the newest, and one retired before it are left.
        rig.Reopen();
        Assert.Equal(3, Directory.GetFiles(rig.Folder.Folder.Models).Length);
        Assert.Equal("item-knn", (await rig.Models.LoadAsync(versions[0], default)).Kind);
        Assert.Equal("item-knn", (await rig.Models.LoadAsync(versions[4], default)).Kind);
        Assert.Contains("was removed", (await Assert.ThrowsAsync<OperatorException>(() => rig.Models.LoadAsync(versions[1], default))).Message);
        Assert.Equal(5, (await rig.Models.ListAsync("recommend", new TableQuery(), default)).Total);
    }

    [Fact]
    public async Task A_file_on_which_a_version_of_another_purpose_rests_is_not_removed_and_is_in_memory_once()
    {
        using var rig = new ModelRig(new ModelOptions { RetiredFiles = 0 });
        var store = new ModelStore(rig.Folder.Database);
        var versions = new KeepVersion(store, rig.Files, rig.Models, new BusinessClock(rig.Folder.Clock), Options.Create(new ModelOptions { RetiredFiles = 0 }));
        var shop = Shop(30);
        var cells = new RfmCellsMethod();
        var model = cells.Fit(shop, ParameterValues.Of(cells.Kind, cells.Parameters, new Dictionary<string, string> { ["horizon_days"] = "7" }), null, default);
        var written = await rig.Files.WriteAsync(model, default);
        var churn = (await versions.KeepAsync(ModelPurposes.Churn, model, written, shop, new TrainingCost(1.5, 2.5, 1000), new RunId(1), default)).Id;
        var spend = await versions.KeepForAsync(ModelPurposes.Spend, (await store.FindAsync(churn, default))!, model, default);
        Assert.Equal((1.5, 2.5, 1000L, "rfm-cells", 1L), (spend.FitSeconds, spend.CpuSeconds, spend.PeakBytes!.Value, spend.Kind, spend.Version));
        await rig.Models.PromoteAsync(spend.Id, IModels.ByItself, "The first.", default);
        await rig.Models.KeepChampionAsync(churn, "Not better.", default);

        // The next version of churn lets go of the file of the one before; the champion of spend still rests on it.
        var next = await rig.Files.WriteAsync(cells.Fit(shop, ParameterValues.Of(cells.Kind, cells.Parameters, new Dictionary<string, string> { ["horizon_days"] = "14" }), null, default), default);
        await versions.KeepAsync(ModelPurposes.Churn, model, next, shop, new TrainingCost(1, 1, 1), new RunId(2), default);
        rig.Reopen();
        Assert.Contains("was removed", (await Assert.ThrowsAsync<OperatorException>(() => rig.Models.LoadOutlookAsync(churn, default))).Message);
        var loaded = await rig.Models.LoadOutlookAsync(spend.Id, default);
        Assert.Equal(7, loaded.HorizonDays);
        Assert.Same(loaded, await rig.Models.LoadOutlookAsync((await versions.KeepForAsync("another purpose", (await store.FindAsync(spend.Id, default))!, model, default)).Id, default));
        Assert.Contains("recommends nothing", (await Assert.ThrowsAsync<ArgumentException>(() => rig.Models.LoadAsync(spend.Id, default))).Message);
        Assert.Contains("foretells nothing", (await Assert.ThrowsAsync<ArgumentException>(async () => await rig.Models.LoadOutlookAsync((await rig.Training.TrainAsync("popular", shop, null, null, default)).Id, default))).Message);
    }

    [Fact]
    public async Task The_newest_version_of_a_method_is_the_latest_whose_file_is_kept()
    {
        using var rig = new ModelRig();
        Assert.Null(await rig.Models.NewestAsync("recommend", "item-knn", default));
        var first = await rig.Training.TrainAsync("item-knn", Shop(30), null, null, default);
        var second = await rig.Training.TrainAsync("item-knn", Shop(31), null, null, default);
        await rig.Training.TrainAsync("popular", Shop(31), null, null, default);
        Assert.Equal(second.Id, (await rig.Models.NewestAsync("recommend", "item-knn", default))!.Id);
        Assert.Null(await rig.Models.NewestAsync("churn", "item-knn", default));
        rig.Folder.Database.Write((connection, transaction) => connection.Execute("update model_versions set file = '' where id = @Value", second.Id, transaction));
        Assert.Equal(first.Id, (await rig.Models.NewestAsync("recommend", "item-knn", default))!.Id);
    }

    [Fact]
    public async Task A_version_whose_file_does_not_load_is_not_put_in_charge()
    {
        var version = await TrainAsync();
        _rig.Reopen();
        File.Delete(Assert.Single(Directory.GetFiles(_rig.Folder.Folder.Models)));
        await Assert.ThrowsAsync<OperatorException>(() => _rig.Models.PromoteAsync(version, "ann", "Try.", default));
        Assert.Null(await _rig.Models.ChampionAsync("recommend", default));
    }

    [Fact]
    public void A_file_of_a_newer_program_or_of_another_program_is_refused()
    {
        var bytes = ModelFiles.Pack(ModelRig.Methods()[0].Fit(Shop(), null, default));
        bytes[8]++;
        Assert.Contains("format 2", Unpack(bytes));
        Assert.Contains("is no model file", Unpack([.. "something else"u8]));
        Assert.Contains("is damaged", Unpack([.. bytes[..8], 1]));
    }

    [Fact]
    public void Every_cut_of_a_file_is_refused_and_none_ends_the_program()
    {
        var bytes = ModelFiles.Pack(ModelRig.Methods()[1].Fit(Shop(), null, default));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.NotEmpty(Unpack(bytes[..length]));
        }
    }

    [Fact]
    public void An_unknown_kind_is_named_with_those_on_offer()
    {
        Assert.Equal(["popular", "item-knn"], _rig.Training.Kinds);
        Assert.Contains("popular, item-knn", Assert.Throws<ArgumentException>(() => _rig.Fits.Fit("magic", Shop(), null, null, default)).Message);
    }

    public void Dispose() => _rig.Dispose();

    // Another day gives another popularity, and so another file.
    private static ShopSnapshot Shop(int later = 0)
    {
        var now = new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
        return new SnapshotBuilder(now.AddDays(later))
            .Order(now.AddDays(-9), "ann", ("a", 1, 1), ("b", 1, 1))
            .Order(now.AddDays(-5), "bob", ("b", 1, 1), ("c", 1, 1))
            .Order(now.AddDays(-1), "cat", ("a", 1, 1))
            .Build();
    }

    private async Task<ModelVersionId> TrainAsync() => (await _rig.Training.TrainAsync("item-knn", Shop(), null, null, default)).Id;

    private async Task<string> RefusedAsync(ModelVersionId version) => (await Assert.ThrowsAsync<OperatorException>(() => _rig.Models.LoadAsync(version, default))).Message;

    private string Unpack(byte[] bytes) => Assert.Throws<OperatorException>(() => _rig.Files.Unpack(bytes, reason => new OperatorException(reason, ""))).Message;
}
