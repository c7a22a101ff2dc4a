using System.Diagnostics.CodeAnalysis;

[assembly: SuppressMessage("Design", "CA1515", Justification = "xunit finds public classes only.")]
[assembly: TestCollectionOrderer("Marketing.Tests.Support.LongestFirst", "Marketing.Tests")]
