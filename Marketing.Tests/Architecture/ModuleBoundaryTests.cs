using Marketing.Kernel;

namespace Marketing.Tests.Architecture;

public sealed class ModuleBoundaryTests
{
    private static readonly ModuleGraph Modules = ModuleGraph.Read(typeof(DataFolder).Assembly.Location, "Marketing");
    private static readonly ModuleGraph Planted = ModuleGraph.Read(typeof(ModuleBoundaryTests).Assembly.Location, "Marketing.Tests.Architecture.Planted");

    [Theory]
    [MemberData(nameof(ModuleNames))]
    public void Every_module_is_looked_at(string module) =>
        Assert.Contains(Modules.Types, type => Modules.ModuleOf(type) == module);

    [Fact]
    public void Modules_use_only_public_types_of_earlier_modules() => Assert.Empty(Modules.Violations());

    [Fact]
    public void Only_files_directly_in_a_module_are_public() => Assert.Empty(Modules.PublicBelowTheSurface());

    [Fact]
    public void The_guard_catches_a_planted_use_of_a_later_module() =>
        Assert.Contains(Planted.Violations(), violation => violation.Contains("UsesALaterModule") && violation.Contains("later"));

    [Fact]
    public void The_guard_catches_a_planted_use_of_an_internal() =>
        Assert.Contains(Planted.Violations(), violation => violation.Contains("UsesAnInternalOfAnEarlierModule") && violation.Contains("only public"));

    [Fact]
    public void The_guard_catches_a_planted_public_type_below_the_surface() =>
        Assert.Contains(Planted.PublicBelowTheSurface(), name => name.EndsWith("PublicBelowTheSurface"));

    [Fact]
    public void The_host_holds_no_sql()
    {
        var host = typeof(Marketing.App.Components.App).Assembly;
        var references = host.GetReferencedAssemblies().Select(name => name.Name!).ToList();
        Assert.Contains("Marketing.Modules", references);
        Assert.DoesNotContain(references, name => name is "Dapper" or "Microsoft.Data.Sqlite" || name.StartsWith("SQLitePCLRaw", StringComparison.Ordinal));
    }

    public static TheoryData<string> ModuleNames() => [.. ModuleGraph.Order];
}
