using Marketing.App.Web;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Web;

public sealed class QueueHoldTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_may_not_be_opened_is_named_after_some_seconds_and_tried_again()
    {
        // A folder of that name is what nobody may open as a file, not even root.
        var path = Directory.CreateDirectory(Path.Combine(_folder.Folder.Root, "queue.lock")).FullName;
        Assert.Contains(path, Assert.Throws<OperatorException>(() => QueueHold.IsHeld(_folder.Folder)).Message);
        var told = new List<OperatorException>();
        var taking = QueueHold.TakeAsync(_folder.Folder, _folder.Clock, told.Add, default);
        Assert.Empty(told);
        _folder.Clock.Advance(TimeSpan.FromSeconds(10));
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (told.Count == 0)
        {
            await Task.Delay(10, late.Token);
        }

        Assert.Contains(path, told[0].Message);
        Directory.Delete(path);
        using var hold = await taking.WaitAsync(late.Token);
        Assert.True(QueueHold.IsHeld(_folder.Folder));
        Assert.Single(told);
    }
}
