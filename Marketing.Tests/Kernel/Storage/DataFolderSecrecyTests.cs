using Marketing.Kernel;

namespace Marketing.Tests.Kernel.Storage;

public sealed class DataFolderSecrecyTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Fact]
    public void A_folder_that_others_can_read_is_closed_to_them_when_it_is_opened()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var root = Directory.CreateTempSubdirectory("secrecy").FullName;
        try
        {
            File.SetUnixFileMode(root, Owner | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            Assert.Equal(root, new DataFolder(root).Root);
            Assert.Equal(Owner, File.GetUnixFileMode(root));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
