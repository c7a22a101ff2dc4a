using System.Globalization;
using System.Text.Json;
using Marketing.App.Commands;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class LabCommandTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_is_measured_on_files_without_a_shop()
    {
        await WriteAsync();
        var run = await ProgramRun.ToEndAsync(_folder.Path, "lab", "recommend", "--train", "train.csv", "--test", "test.csv", "--model", "item-knn", "--K", "7", "--include_self=false", "--against", "popular half_life_days=none", "--out", "lists.csv", "--seed", "3", "--threads", "1", "--json");
        Assert.True(run.Status == ExitStatus.Succeeded, run.Error);
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(("recommend", "item-knn", 7, false), (json.GetProperty("kind").GetString(), json.GetProperty("model").GetString(), json.GetProperty("parameters").GetProperty("K").GetInt32(), json.GetProperty("parameters").GetProperty("include_self").GetBoolean()));
        var ndcg = json.GetProperty("metrics").GetProperty("ndcg@10");
        Assert.InRange(ndcg.GetProperty("value").GetDouble(), ndcg.GetProperty("low").GetDouble(), ndcg.GetProperty("high").GetDouble());
        Assert.True(json.GetProperty("metrics").GetProperty("coverage@10").GetDouble() > 0);
        Assert.True(json.GetProperty("seconds").GetProperty("fit").GetDouble() > 0 && json.GetProperty("cpu_seconds").GetDouble() >= 0 && json.GetProperty("peak_bytes").GetInt64() > 1_000_000);
        Assert.Equal("popular", json.GetProperty("against").GetProperty("model").GetString());
        Assert.Equal("user,rank,item,score", File.ReadLines(_folder.File("lists.csv")).First());
        Assert.Equal(["lists.csv", "test.csv", "train.csv"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Columns_that_are_not_read_are_said()
    {
        await WriteAsync();
        await File.WriteAllLinesAsync(_folder.File("train.csv"), File.ReadLines(_folder.File("train.csv")).Select((line, i) => line + (i == 0 ? ",time" : ",2022-01-01")).ToList());
        var run = await ProgramRun.ToEndAsync(_folder.Path, "lab", "recommend", "--train", "train.csv", "--test", "test.csv", "--model", "popular");
        Assert.True(run.Status == ExitStatus.Succeeded, run.Error);
        Assert.Contains("not read: time (times are named timestamp)", run.Error + run.Output);
    }

    [Fact]
    public async Task A_model_is_measured_on_sequences()
    {
        await File.WriteAllLinesAsync(_folder.File("all.txt"), Enumerable.Range(0, 50).Select(i => $"{i} {string.Join(' ', Enumerable.Range(0, 6).Select(j => (i + j) % 20))}"));
        var run = await ProgramRun.ToEndAsync(_folder.Path, "lab", "sequence", "--train", "all.txt", "--model", "follow", "--last", "1", "--mix=0", "--out", "lists.csv", "--json");
        Assert.True(run.Status == ExitStatus.Succeeded, run.Error);
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(("sequence", "follow", 1), (json.GetProperty("kind").GetString(), json.GetProperty("model").GetString(), json.GetProperty("parameters").GetProperty("last").GetInt32()));
        Assert.Equal(1, json.GetProperty("metrics").GetProperty("ndcg@10").GetProperty("value").GetDouble(), 1e-9);
        Assert.Equal("user,rank,item,score", File.ReadLines(_folder.File("lists.csv")).First());
        await File.WriteAllTextAsync(_folder.File("all.txt"), "1 2 3 4\n2\n");
        var refused = await ProgramRun.ToEndAsync(_folder.Path, "lab", "sequence", "--train", "all.txt", "--model", "follow");
        Assert.Equal(ExitStatus.BadInput, refused.Status);
        Assert.Contains("all.txt, row 2: the user '2' has no item.", refused.Error);
    }

    [Fact]
    public async Task Probabilities_are_measured_on_tables()
    {
        await File.WriteAllLinesAsync(_folder.File("train.csv"), Enumerable.Range(0, 200).Select(i => $"{i % 7},{(i % 3 == 0 ? "a" : "b")},{(i % 7 > 3 ? "yes" : "no")}").Prepend("n,c,bought"));
        File.Copy(_folder.File("train.csv"), _folder.File("test.csv"));
        var run = await ProgramRun.ToEndAsync(_folder.Path, "lab", "propensity", "--train", "train.csv", "--test", "test.csv", "--label", "bought", "--model", "lightgbm", "--num_leaves", "4", "--num_iterations=20", "--out", "scores.csv", "--seed", "3", "--threads", "1", "--json");
        Assert.True(run.Status == ExitStatus.Succeeded, run.Error);
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(("propensity", "lightgbm", 4, 3), (json.GetProperty("kind").GetString(), json.GetProperty("model").GetString(), json.GetProperty("parameters").GetProperty("num_leaves").GetInt32(), json.GetProperty("parameters").GetProperty("seed").GetInt32()));
        Assert.Equal(1, json.GetProperty("metrics").GetProperty("auc").GetProperty("value").GetDouble(), 1e-9);
        Assert.True(json.GetProperty("metrics").GetProperty("brier").GetProperty("low").GetDouble() >= 0 && json.GetProperty("seconds").GetProperty("fit").GetDouble() > 0 && json.GetProperty("peak_bytes").GetInt64() > 1_000_000);
        Assert.Equal(("yes", 200), (json.GetProperty("label").GetProperty("positive").GetString(), json.GetProperty("rows").GetProperty("train").GetInt32()));
        var rows = await File.ReadAllLinesAsync(_folder.File("scores.csv"));
        Assert.Equal((201, "row,probability", true), (rows.Length, rows[0], rows[1].StartsWith("1,", StringComparison.Ordinal)));
        await File.WriteAllTextAsync(_folder.File("test.csv"), "n,c,bought\n1,a,yes\nx,a,no\n");
        var refused = await ProgramRun.ToEndAsync(_folder.Path, "lab", "propensity", "--train", "train.csv", "--test", "test.csv", "--label", "bought", "--model", "logistic");
        Assert.Equal(ExitStatus.BadInput, refused.Status);
        Assert.Contains("test.csv, row 3, column n: 'x' is no number", refused.Error);
        var unknown = await ProgramRun.ToEndAsync(_folder.Path, "lab", "propensity", "--train", "train.csv", "--test", "test.csv", "--label", "bought", "--model", "logistic", "--depth", "3");
        Assert.Contains("'marketing lab propensity --help' lists the models with their parameters.", unknown.Error);
    }

    [Fact]
    public async Task Series_are_foretold_and_measured()
    {
        await File.WriteAllLinesAsync(_folder.File("past.csv"), Enumerable.Range(1, 24).Select(t => $"\"a, b\",{t},{100 + (10 * (t % 4))}").Prepend("series,t,value"));
        await File.WriteAllLinesAsync(_folder.File("later.csv"), Enumerable.Range(25, 4).Select(t => $"\"a, b\",{t},{100 + (10 * (t % 4))}").Prepend("series,t,value"));
        var run = await ProgramRun.ToEndAsync(_folder.Path, "lab", "forecast", "--series", "past.csv", "--test", "later.csv", "--season", "4", "--model", "seasonal-naive", "--out", "out.csv", "--json");
        Assert.True(run.Status == ExitStatus.Succeeded, run.Error);
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(("forecast", "seasonal-naive", 4, 4), (json.GetProperty("kind").GetString(), json.GetProperty("model").GetString(), json.GetProperty("parameters").GetProperty("season").GetInt32(), json.GetProperty("parameters").GetProperty("horizon").GetInt32()));
        Assert.Equal((0.0, 1), (json.GetProperty("metrics").GetProperty("wape").GetDouble(), json.GetProperty("rows").GetProperty("measured").GetInt32()));
        Assert.Equal(["series,h,mean,lo80,hi80,lo95,hi95", "\"a, b\",1,110,,,,"], (await File.ReadAllLinesAsync(_folder.File("out.csv"))).Take(2));
        foreach (var (option, value, why) in (ValueTuple<string, string, string>[])[("--season", "0", "--season must be at least 1."), ("--horizon", "0", "--horizon must be at least 1."), ("--model", "oracle", "There is no model 'oracle'"), ("--series", "gone.csv", "gone.csv")])
        {
            var words = new Dictionary<string, string> { ["--series"] = "past.csv", ["--horizon"] = "3", ["--model"] = "naive", [option] = value };
            var refused = await ProgramRun.ToEndAsync(_folder.Path, ["lab", "forecast", .. words.SelectMany(pair => (string[])[pair.Key, pair.Value])]);
            Assert.Equal(ExitStatus.BadInput, refused.Status);
            Assert.Contains(why, refused.Error);
        }
    }

    [Fact]
    public async Task Slips_are_told_with_their_place()
    {
        await WriteAsync();
        await File.WriteAllTextAsync(_folder.File("bad.csv"), "user,item,value\n1,2,-1\n");
        await File.WriteAllTextAsync(_folder.File("empty.csv"), "");
        await File.WriteAllTextAsync(_folder.File("open.csv"), "user,item\n1,\"2\n");
        await File.WriteAllTextAsync(_folder.File("twice.csv"), "user,item,User\n1,2,3\n");
        (string[] Command, string Message)[] slips =
        [
            (["--train", "bad.csv", "--test", "test.csv", "--model", "popular"], "bad.csv, row 2, column value: '-1' is no number above 0."),
            (["--train", "empty.csv", "--test", "test.csv", "--model", "popular"], "empty.csv, row 1: the file is empty; it has no header."),
            (["--train", "open.csv", "--test", "test.csv", "--model", "popular"], "open.csv, row 2, column 2: the row is no CSV."),
            (["--train", "twice.csv", "--test", "test.csv", "--model", "popular"], "twice.csv, row 1: the column 'User' stands twice."),
            (["--train", ".", "--test", "test.csv", "--model", "popular"], $"{_folder.Path} is a folder."),
            (["--train", "none.csv", "--test", "test.csv", "--model", "popular"], "none.csv"),
            (["--train", "train.csv", "--test", "test.csv", "--model", "popular", "--factors", "3"], "popular has no parameter factors; it has half_life_days, cart_weight, view_weight."),
            (["--train", "train.csv", "--test", "test.csv", "--model", "popular", "--factors"], "--factors has no value."),
            (["--train", "train.csv", "--test", "test.csv", "--model", "popular", "stray"], "'stray' is not understood."),
            (["--train", "train.csv", "--test", "test.csv", "--model", "popular", "--search", "K"], "'K' names no parameter with its values."),
        ];
        foreach (var (command, message) in slips)
        {
            var run = await ProgramRun.ToEndAsync(_folder.Path, ["lab", "recommend", .. command]);
            Assert.Equal(ExitStatus.BadInput, run.Status);
            Assert.Contains(message, run.Error);
            Assert.DoesNotContain("   at ", run.Error);
        }
    }

    [Fact]
    public async Task Values_that_do_not_go_together_are_told_in_the_words_of_the_laboratory()
    {
        await WriteAsync();
        await File.WriteAllLinesAsync(_folder.File("all.txt"), Enumerable.Range(0, 9).Select(i => $"{i} 1 2 3 4"));
        foreach (var command in (string[][])[
            ["sequence", "--train", "all.txt", "--model", "transformer", "--d", "65"],
            ["recommend", "--train", "train.csv", "--test", "test.csv", "--model", "transformer", "--d", "65"],
            ["recommend", "--train", "train.csv", "--test", "test.csv", "--model", "popular", "--against", "transformer d=65"],
            ["recommend", "--train", "train.csv", "--test", "test.csv", "--model", "transformer", "--search", "d=64,65"]])
        {
            var run = await ProgramRun.ToEndAsync(_folder.Path, ["lab", .. command]);
            Assert.Equal(ExitStatus.BadInput, run.Status);
            Assert.Equal("marketing: The width d of transformer, 65, is no multiple of its 2 heads.", run.Error.Split('\n')[0]);
            Assert.Contains($"--d must be a multiple of heads, such as 64 or 66; 'marketing lab {command[0]} --help' lists the models", run.Error);
            Assert.DoesNotContain("Model:", run.Error);
        }
    }

    [Fact]
    public async Task A_model_that_does_not_do_for_the_file_is_told_in_the_words_of_the_laboratory()
    {
        await WriteAsync();
        var run = await ProgramRun.ToEndAsync(_folder.Path, "lab", "recommend", "--train", "train.csv", "--test", "test.csv", "--model", "ease", "--most_products", "2");
        Assert.Equal(ExitStatus.BadInput, run.Status);
        Assert.Contains("Give ease other parameters as --NAME VALUE, or measure another model; 'marketing lab recommend --help' lists", run.Error);
        Assert.DoesNotContain("Model:", run.Error);
    }

    [Theory]
    [InlineData("sequence --train none.txt --model follow", "There is no file", "Check its name and folder")]
    [InlineData("sequence --train all.bin --model follow", "all.bin, row 1: the file is no text", "Unpack it")]
    [InlineData("sequence --train empty --model follow", "empty, row 1: the file is empty.", "Write a line a user")]
    [InlineData("sequence --train train.csv --model folow", "There is no recommender 'folow'", "'marketing lab sequence --help'")]
    [InlineData("sequence --train train.csv --model follow --K", "--K has no value", "'marketing lab sequence --help'")]
    [InlineData("recommend --train none/none.csv --test test.csv --model popular", "There is no file", "Check its name and folder")]
    [InlineData("recommend --train all.bin --test test.csv --model popular", "all.bin, row 1: the file is no text", "Unpack it")]
    [InlineData("recommend --train train.csv --test test.csv --model als --seed -1", "seed of als is -1", "'marketing lab recommend --help'")]
    [InlineData("propensity --train table.csv --test none.csv --label y --model logistic", "There is no file", "Check its name and folder")]
    [InlineData("propensity --train all.bin --test table.csv --label y --model logistic", "all.bin, row 1: the file is no text", "Unpack it")]
    [InlineData("propensity --train row.csv --test table.csv --label y --model logistic", "row.csv, row 2: it is the only row", "two rows at least")]
    [InlineData("propensity --train table.csv --test row.csv --label y --model logistic", "row.csv, row 2: it is the only row", "two rows at least")]
    [InlineData("propensity --train table.csv --test table.csv --label y --model logistic --leave-out Y", "--leave-out names Y, which is the label", "Take it out of --leave-out")]
    [InlineData("propensity --train table.csv --test table.csv --label y --model logistic --categories y", "--categories names y, which is the label", "Take it out of --categories")]
    [InlineData("propensity --train table.csv --test table.csv --label y --model logistic --leave-out z", "there is no column z; there are a, b, y", "Name columns with --leave-out as the header does")]
    [InlineData("propensity --train table.csv --test table.csv --label y --model logistic --leave-out a,b", "what --leave-out names, no column with a value is left", "fewer columns with --leave-out")]
    [InlineData("propensity --train table.csv --test table.csv --label z --model logistic", "there is no column z", "with --label")]
    [InlineData("bid --auctions none.txt --prices prices.json --budget-share 0.5 --model rlb", "There is no file", "Check its name and folder")]
    [InlineData("bid --auctions auctions.txt --prices all.bin --budget-share 0.5 --model rlb", "all.bin, row 1: the file is no text", "Unpack it")]
    [InlineData("bid --auctions train.csv --prices prices.json --budget-share 0.5 --model rlb", "train.csv, row 1: 'user,item", "Write a line an auction")]
    [InlineData("bid --auctions auctions.txt --prices prices.json --budget-share 0 --model rlb", "The budget share is 0; it must be above 0 and at most 1.", "--budget-share")]
    [InlineData("bid --auctions auctions.txt --prices prices.json --budget-share half --model rlb", "--budget-share is 'half', which is no number.", "with a point")]
    [InlineData("bid --auctions auctions.txt --prices prices.json --budget-share 0.5 --model rlb --episode 0", "An episode has 0 auctions", "--episode")]
    [InlineData("bid --auctions auctions.txt --prices prices.json --budget-share 0.5 --model rlb --episode 1000000", "rlb keeps a number for each auction", "Give a shorter --episode or a smaller --budget-share, or measure constant, mcpc, linear.")]
    [InlineData("bid --auctions auctions.txt --prices prices.json --budget-share 0.5 --model rbl", "There is no model 'rbl'", "'marketing lab bid --help'")]
    [InlineData("bid --auctions auctions.txt --prices prices.json --budget-share 0.5 --model rlb --laplace", "--laplace has no value", "'marketing lab bid --help'")]
    public async Task Each_slip_has_the_fix_that_mends_it(string command, string cause, string fix)
    {
        await WriteAsync();
        await File.WriteAllTextAsync(_folder.File("table.csv"), "a,b,y\n1,2,1\n2,1,0\n3,2,1\n4,1,0\n");
        await File.WriteAllTextAsync(_folder.File("row.csv"), "a,b,y\n1,2,1\n");
        await File.WriteAllBytesAsync(_folder.File("all.bin"), [80, 75, 3, 4, 20, 0, 0, 0, 8, 0]);
        await File.WriteAllTextAsync(_folder.File("empty"), "");
        await WriteAuctionsAsync();
        var run = await ProgramRun.ToEndAsync(_folder.Path, ["lab", .. command.Split(' ')]);
        Assert.Equal(ExitStatus.BadInput, run.Status);
        var told = run.Error[run.Error.IndexOf("marketing: ", StringComparison.Ordinal)..].TrimEnd().Split('\n');
        Assert.Equal(2, told.Length);
        Assert.Contains(cause, told[0]);
        Assert.Contains(fix, told[1]);
    }

    [Fact]
    public async Task Bidders_are_measured_on_auctions()
    {
        await WriteAuctionsAsync();
        string[] command = ["lab", "bid", "--auctions", "auctions.txt", "--prices", "prices.json", "--budget-share", "0.5", "--episode", "3"];
        var run = await ProgramRun.ToEndAsync(_folder.Path, [.. command, "--model", "rlb", "--laplace=0", "--out", "episodes.csv", "--json"]);
        Assert.True(run.Status == ExitStatus.Succeeded, run.Error);
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(("bid", "rlb", 0, 3, 0.5), (json.GetProperty("kind").GetString(), json.GetProperty("model").GetString(), json.GetProperty("parameters").GetProperty("laplace").GetInt32(), json.GetProperty("budget").GetInt32(), json.GetProperty("budget_share").GetDouble()));
        var (clicks, impressions) = (json.GetProperty("metrics").GetProperty("clicks"), json.GetProperty("metrics").GetProperty("impressions").GetDouble());
        Assert.InRange(clicks.GetProperty("value").GetDouble(), clicks.GetProperty("low").GetDouble(), clicks.GetProperty("high").GetDouble());
        Assert.True(json.GetProperty("seconds").GetProperty("fit").GetDouble() > 0 && json.GetProperty("cpu_seconds").GetDouble() >= 0 && json.GetProperty("peak_bytes").GetInt64() > 1_000_000);
        Assert.Equal((5L, 2L), (json.GetProperty("rows").GetProperty("auctions").GetInt64(), json.GetProperty("rows").GetProperty("episodes").GetInt64()));
        var episodes = File.ReadLines(_folder.File("episodes.csv")).ToArray();
        Assert.Equal((3, "model,episode,auctions,impressions,clicks,cost,left"), (episodes.Length, episodes[0]));
        Assert.Equal(impressions, episodes.Skip(1).Sum(line => int.Parse(line.Split(',')[3], CultureInfo.InvariantCulture)));

        run = await ProgramRun.ToEndAsync(_folder.Path, [.. command, "--model", "all", "--json"]);
        var models = JsonDocument.Parse(run.Output).RootElement.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("model").GetString());
        Assert.Equal(["constant", "mcpc", "linear", "ss_mdp", "rlb"], models);

        run = await ProgramRun.ToEndAsync(_folder.Path, [.. command, "--model", "all"]);
        Assert.Contains("5 auctions with 2 clicks, in 2 episodes of 3 with a budget of 3; prices of 10 impressions", run.Output);
        Assert.Equal(5, run.Output.Split('\n').Count(line => line.Contains(" to ", StringComparison.Ordinal) && line.Contains('%', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_told_before_the_work()
    {
        await WriteAsync();
        await File.WriteAllLinesAsync(_folder.File("all.txt"), Enumerable.Range(0, 9).Select(i => $"{i} 1 2 3 4"));
        await File.WriteAllTextAsync(_folder.File("table.csv"), "a,y\n1,1\n2,0\n");
        await WriteAuctionsAsync();
        foreach (var command in (string[])["bid --auctions auctions.txt --prices prices.json --budget-share 0.5 --model rlb", "recommend --train train.csv --test test.csv --model popular", "sequence --train all.txt --model popular", "propensity --train table.csv --test table.csv --label y --model logistic"])
        {
            foreach (var (place, why) in (ValueTuple<string, string>[])[("none/lists.csv", "its folder is not there."), (".", "It is a folder.")])
            {
                var run = await ProgramRun.ToEndAsync(_folder.Path, ["lab", .. command.Split(' '), "--out", place]);
                Assert.Equal(ExitStatus.BadInput, run.Status);
                Assert.Equal($"marketing: {Path.GetFullPath(_folder.File(place))} cannot be written: {why}", run.Error.Split('\n')[0]);
                Assert.Contains("Name with --out a file", run.Error);
            }
        }

        Assert.Empty(Directory.GetFiles(_folder.Path, "*.part"));
    }

    [Theory]
    [InlineData("recommend")]
    [InlineData("sequence")]
    [InlineData("propensity")]
    public async Task The_help_shows_the_seed_that_is_used(string command)
    {
        var (_, output, _) = await ProgramRun.ToEndAsync(_folder.Path, "lab", command, "--help");
        Assert.Contains("Seed of everything random. [default: 1]", output);
        Assert.Contains("seed (1)", output);
        Assert.DoesNotContain("seed (42)", output);
    }

    [Fact]
    public async Task Help_shows_how_parameters_of_a_model_are_given()
    {
        var (_, output, _) = await ProgramRun.ToEndAsync(_folder.Path, "lab", "recommend", "--help");
        Assert.Contains("marketing lab recommend [options] [--NAME VALUE]...\n", output);
        Assert.Contains("Examples:", output);
    }

    private async Task WriteAuctionsAsync()
    {
        await File.WriteAllTextAsync(_folder.File("auctions.txt"), "1 1 0.1\n0 2 0.2\n0 1 0\n0 2 0.1\n1 3 1\n");
        await File.WriteAllTextAsync(_folder.File("prices.json"), """{"price_counter_train": [0, 3, 4, 3], "imp_train": 10, "cost_train": 20, "clk_train": 1}""");
    }

    private async Task WriteAsync()
    {
        await File.WriteAllLinesAsync(_folder.File("train.csv"), Enumerable.Range(0, 300).Select(i => $"{i % 40},{i * 7 % 23}").Prepend("user,item"));
        await File.WriteAllLinesAsync(_folder.File("test.csv"), Enumerable.Range(0, 60).Select(i => $"{i % 40},{i * 5 % 23}").Prepend("user,item"));
    }
}
