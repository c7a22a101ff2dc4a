using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Marketing.Tests.Support;
using Microsoft.Playwright;

namespace Marketing.Tests.Browser;

[Trait("Category", "Browser")]
public sealed partial class SingleFileTests
{
    /// <summary>Pages that between them need every kind of asset: styles, scripts, charts, tables, templates.</summary>
    private static readonly string[] Paths = ["/", "/data/imports", "/customers", "/segments", "/recommendations", "/campaigns", "/models", "/results/backtests", "/jobs", "/settings/shop"];

    [BrowserFact]
    public async Task One_published_file_alone_in_a_folder_serves_every_page_with_all_its_assets()
    {
        var folder = Directory.CreateTempSubdirectory("marketing-one-file").FullName;
        try
        {
            var program = await PublishAsync(folder);
            Assert.Equal([program], Directory.GetFileSystemEntries(folder));
            await WorkAsync(program, folder);
            var shop = Path.Combine(folder, "shop");
            (await MadeDemo.OnceAsync()).CopyTo(shop);
            var address = $"http://localhost:{RunningProgram.FreePort()}";
            await using var running = RunningProgram.Start(["demo", "--data", shop, "--urls", address], program, folder);
            var console = await running.UntilAsync(text => DemoSite.SetupAddress().IsMatch(text), TimeSpan.FromMinutes(2));
            await LookAsync(DemoSite.SetupAddress().Match(console).Value, address);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>It carries what it works with: the orders of the demo, of which reading begins, and all that a whole turn on a small shop needs.</summary>
    private static async Task WorkAsync(string program, string folder)
    {
        await using (var demo = RunningProgram.Start(["demo", "--data", Path.Combine(folder, "begun"), "--urls", "http://127.0.0.1:0"], program, folder))
        {
            await demo.UntilAsync(text => Reading().IsMatch(text), TimeSpan.FromMinutes(2));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "orders.csv"), SmallShop.Orders(new DateTime(2024, 12, 10), customers: 32, days: 200, seed: 1));
        foreach (var command in (string[][])[["import", "orders.csv", "--data", "small"], ["run-loop", "--data", "small"]])
        {
            await using var run = RunningProgram.Start(command, program, folder);
            var status = await run.EndAsync(TimeSpan.FromMinutes(5));
            Assert.True(status == 0, run.Console);
        }
    }

    private static async Task LookAsync(string setup, string address)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await DemoSite.LaunchAsync(playwright);
        var context = await browser.NewContextAsync();
        await DemoSite.CreateAdministratorAsync(context, setup);
        await using var page = await WatchedPage.OpenAsync(context, address);
        foreach (var path in Paths)
        {
            await page.GoAsync(path);
            var unstyled = await page.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('link[rel=stylesheet]')].filter(link => !link.sheet || link.sheet.cssRules.length === 0).map(link => link.href)");
            Assert.True(unstyled.Length == 0, $"{path} misses {string.Join(", ", unstyled)}");
            Assert.True(page.Faults.Count == 0, $"{path}: {string.Join("; ", page.Faults)}");
        }
    }

    /// <summary>Publishes as the README says, less the analysers, which the build has run, and puts the program alone into the folder.</summary>
    private static async Task<string> PublishAsync(string folder)
    {
        var output = Directory.CreateTempSubdirectory("marketing-publish").FullName;
        var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Path.Combine(Repository.Root, "Marketing.App"), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", output, "-v", "q", "--nologo", "-p:RunAnalyzers=false"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, said);
        var name = OperatingSystem.IsWindows() ? "marketing.exe" : "marketing";
        Assert.Equal([name], Directory.GetFileSystemEntries(output).Select(Path.GetFileName));
        var program = Path.Combine(folder, name);
        File.Move(Path.Combine(output, name), program);
        Directory.Delete(output, recursive: true);
        return program;
    }

    // The sign of life that an import gives every five seconds, or its end.
    [GeneratedRegex(@"^import .*[0-9,]{5,} rows", RegexOptions.Multiline)]
    private static partial Regex Reading();
}
