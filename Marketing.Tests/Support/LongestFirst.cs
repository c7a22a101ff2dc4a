using Marketing.Tests.App.Commands;
using Marketing.Tests.Browser;
using Marketing.Tests.Evaluation.Backtests;
using Marketing.Tests.Evaluation.Laboratory;
using Marketing.Tests.Loop;
using Xunit.Abstractions;

namespace Marketing.Tests.Support;

/// <summary>
/// Begins the collections that take longest first, so that none of them is left alone at the end while other processors stand still; the
/// others keep their order.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        nameof(DemoSite), .. ((Type[])[typeof(SingleFileTests), typeof(RetailProtocolTests), typeof(ImportCommandTests), typeof(ImportBesideTests), typeof(MeasureSequenceTests), typeof(LoopJobTests), typeof(EconomyTests), typeof(CommandLineTests)]).Select(type => $"Test collection for {type.FullName}"),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => Array.IndexOf(Long, collection.DisplayName) is >= 0 and var place ? place : Long.Length);
}
